package bz.ceiba.platform.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses within the site. */
public final class Urls {
    private Urls() {}

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * The given path if it leads within this site, else the start page; so that a link can't send people elsewhere.
     */
    public static String local(String path) {
        boolean safe = path.startsWith("/")
                && !path.startsWith("//")
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(Character::isISOControl);
        return safe ? path : "/";
    }
}
