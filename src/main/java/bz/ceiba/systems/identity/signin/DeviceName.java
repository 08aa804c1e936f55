package bz.ceiba.systems.identity.signin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A browser and its device in words that a person knows them by, from the User-Agent header (RFC 9110, 10.1.5); never the header itself. */
final class DeviceName {
    private static final Map<String, String> BROWSERS = new LinkedHashMap<>();
    private static final Map<String, String> DEVICES = new LinkedHashMap<>();

    static {
        // Each names those before it as well.
        BROWSERS.put("Edg", "Edge");
        BROWSERS.put("OPR/", "Opera");
        BROWSERS.put("SamsungBrowser", "Samsung Internet");
        BROWSERS.put("Firefox", "Firefox");
        BROWSERS.put("FxiOS", "Firefox");
        BROWSERS.put("CriOS", "Chrome");
        BROWSERS.put("Chrome", "Chrome");
        BROWSERS.put("Safari", "Safari");
        DEVICES.put("iPhone", "iPhone");
        DEVICES.put("iPad", "iPad");
        DEVICES.put("Android", "Android");
        DEVICES.put("Windows", "Windows");
        DEVICES.put("Mac OS", "Mac");
        DEVICES.put("CrOS", "Chromebook");
        DEVICES.put("Linux", "Linux");
    }

    private DeviceName() {}

    /** Such as {@code Firefox, Windows}; {@code ?} stands for what is not known. */
    static String of(@Nullable String userAgent) {
        return first(BROWSERS, userAgent) + ", " + first(DEVICES, userAgent);
    }

    private static String first(Map<String, String> names, @Nullable String userAgent) {
        return names.entrySet().stream()
                .filter(name -> userAgent != null && userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("?");
    }
}
