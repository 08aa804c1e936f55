package bz.ceiba.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What lets a browser install a page and keep it without a network: its manifest, icon and service worker, each beneath the page's own path. */
@Component
public class InstalledPages {
    private static final String WORKER = "/web/app-sw.js";

    private final Messages messages;
    private final JsonMapper json;
    private final byte[] worker = read();

    InstalledPages(Messages messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    private static byte[] read() {
        try (InputStream in = InstalledPages.class.getResourceAsStream(WORKER)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + WORKER + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(WORKER + " can't be read", e);
        }
    }

    /** Its manifest, with an icon at {@code icon.svg}; name and short name by their messages' keys. */
    public ResponseEntity<byte[]> manifest(String path, String name, String shortName, Locale locale) {
        ObjectNode manifest = json.createObjectNode()
                .put("name", messages.text(locale, name))
                .put("short_name", messages.text(locale, shortName))
                .put("lang", locale.getLanguage())
                .put("start_url", path)
                .put("scope", path)
                .put("display", "standalone")
                .put("background_color", "#ffffff")
                .put("theme_color", "#12305c");
        manifest.putArray("icons")
                .addObject()
                .put("src", path + "/icon.svg")
                .put("type", "image/svg+xml")
                .put("sizes", "any");
        return fresh("application/manifest+json").body(json.writeValueAsBytes(manifest));
    }

    public ResponseEntity<byte[]> icon(String svg) {
        return fresh("image/svg+xml").body(svg.getBytes(StandardCharsets.UTF_8));
    }

    /** Its service worker, to be asked for at {@code sw.js}: by that it knows which page it keeps. */
    public ResponseEntity<byte[]> worker(String path) {
        return fresh("text/javascript;charset=utf-8")
                .header("Service-Worker-Allowed", path)
                .body(worker);
    }

    private static ResponseEntity.BodyBuilder fresh(String type) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).contentType(MediaType.parseMediaType(type));
    }
}
