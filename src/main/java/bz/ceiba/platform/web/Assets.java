package bz.ceiba.platform.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The style sheets and scripts, read once, themed, compressed, and served under names that contain their digest. GOV.UK
 * Frontend gives the components; our tokens replace its colours and font, and our own sheet follows it.
 */
final class Assets {
    private static final String GOVUK = "/META-INF/resources/webjars/govuk-frontend/5.14.0/dist/govuk/";

    /** GOV.UK's colours and ours: docs/architecture.md says why we take the components but not the look. */
    private static final Map<String, String> TOKENS = Map.of(
            "#00703c", "#1b6b45",
            "#005a30", "#155437",
            "#002d18", "#0f4029",
            "#1d70b8", "#1d4f91",
            "#003078", "#12305c",
            "#d4351c", "#b3131f",
            "#ffdd00", "#ffd23f",
            "#0b0c0c", "#1a1d21",
            "#505a5f", "#4d545c",
            "#b1b4b6", "#c9cfd6");

    private static final String FONT =
            "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu Sans\",sans-serif";

    /** A file ready to be sent. */
    record Asset(String type, byte[] plain, byte[] gzipped) {}

    private final Map<String, Asset> byAddress = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    Assets() {
        add(
                "ceiba.css",
                "text/css;charset=utf-8",
                theme(read(GOVUK + "govuk-frontend.min.css")) + read("/web/ceiba.css"));
        add("answer.js", "text/javascript;charset=utf-8", read("/web/answer.js"));
        add("ceiba.js", "text/javascript;charset=utf-8", read("/web/ceiba.js"));
        add("link.js", "text/javascript;charset=utf-8", read("/web/link.js"));
        add("passkey.js", "text/javascript;charset=utf-8", read("/web/passkey.js"));
        add("border-app.js", "text/javascript;charset=utf-8", read("/web/border-app.js"));
        add("device.js", "text/javascript;charset=utf-8", read("/web/device.js"));
        add("roadside.js", "text/javascript;charset=utf-8", read("/web/roadside.js"));
        add("upload.js", "text/javascript;charset=utf-8", read("/web/upload.js"));
        add("mark.svg", "image/svg+xml", read("/web/mark.svg"));
    }

    private static String theme(String css) {
        String themed = css.replaceAll("@font-face\\{[^}]*}", "")
                .replaceAll("\"?GDS Transport\"?,\\s*arial,\\s*sans-serif", FONT)
                .replace("#fd0", "#ffd23f");
        for (Map.Entry<String, String> token : TOKENS.entrySet()) {
            themed = themed.replace(token.getKey(), token.getValue());
        }
        return themed + "\n";
    }

    private void add(String name, String type, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        int dot = name.lastIndexOf('.');
        String address = "/web/assets/" + name.substring(0, dot) + "-" + digest(plain) + name.substring(dot);
        addresses.put(name, address);
        byAddress.put(address, new Asset(type, plain, gzip(plain)));
    }

    String address(String name) {
        String address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException("no asset '" + name + "'");
        }
        return address;
    }

    Optional<Asset> at(String address) {
        @Nullable Asset asset = byAddress.get(address);
        return Optional.ofNullable(asset);
    }

    private static String read(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no asset " + path + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("asset " + path + " can't be read", e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
