package bz.ceiba.platform.web;

import bz.ceiba.platform.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What lets a browser install a page and keep it without a network: its manifest, icon and service worker, each beneath the page's own path. */
@Controller
class InstalledPages {
    private static final String WORKER = "/web/app-sw.js";

    private final List<InstalledPage> pages;
    private final Messages messages;
    private final JsonMapper json;
    private final byte[] worker = read();

    InstalledPages(List<InstalledPage> pages, Messages messages, JsonMapper json) {
        this.pages = List.copyOf(pages);
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

    private InstalledPage page(String system) {
        return pages.stream()
                .filter(page -> page.system().equals(system))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
    }

    @PublicPage
    @GetMapping("/{system}/app/manifest.webmanifest")
    ResponseEntity<byte[]> manifest(@PathVariable String system, Locale locale) {
        String path = page(system).path();
        ObjectNode manifest = json.createObjectNode()
                .put("name", messages.text(locale, system + ".app.title"))
                .put("short_name", messages.text(locale, system + ".app.short"))
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

    @PublicPage
    @GetMapping("/{system}/app/icon.svg")
    ResponseEntity<byte[]> icon(@PathVariable String system) {
        return fresh("image/svg+xml").body(page(system).icon().getBytes(StandardCharsets.UTF_8));
    }

    /** By where it is asked for the worker knows which page it keeps. */
    @PublicPage
    @GetMapping("/{system}/app/sw.js")
    ResponseEntity<byte[]> worker(@PathVariable String system) {
        return fresh("text/javascript;charset=utf-8")
                .header("Service-Worker-Allowed", page(system).path())
                .body(worker);
    }

    private static ResponseEntity.BodyBuilder fresh(String type) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).contentType(MediaType.parseMediaType(type));
    }
}
