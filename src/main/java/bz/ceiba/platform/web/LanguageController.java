package bz.ceiba.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What needs no account and concerns no one: the choice of language, and the style sheets. */
@RestController
@PublicPage
class LanguageController {
    static final String COOKIE = "ceiba_language";

    private final Pages pages;
    private final Assets assets;

    LanguageController(Pages pages, Assets assets) {
        this.pages = pages;
        this.assets = assets;
    }

    @GetMapping("/web/language")
    ResponseEntity<Void> choose(
            @RequestParam String to, @RequestParam(defaultValue = "/") String back, HttpServletRequest request) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(HttpStatus.SEE_OTHER).header(HttpHeaders.LOCATION, Urls.local(back));
        if (pages.isLanguage(to)) {
            ResponseCookie cookie = ResponseCookie.from(COOKIE, to)
                    .path("/")
                    .maxAge(Duration.ofDays(365))
                    .sameSite("Lax")
                    .httpOnly(true)
                    .secure(request.isSecure())
                    .build();
            answer.header(HttpHeaders.SET_COOKIE, cookie.toString());
        }
        return answer.build();
    }

    @GetMapping("/web/assets/{name}")
    ResponseEntity<byte[]> asset(HttpServletRequest request) {
        return assets.at(request.getRequestURI())
                .map(asset -> {
                    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
                    boolean gzip = accepted != null && accepted.contains("gzip");
                    ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                            .header(HttpHeaders.CONTENT_TYPE, asset.type())
                            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                            .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
                    if (gzip) {
                        answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
                    }
                    return answer.body(gzip ? asset.gzipped() : asset.plain());
                })
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
