package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.PublicPage;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The demonstration authority's revocation list, at the address that its certificates name. */
@Controller
@PublicPage
class RevocationListController {
    private final Revocations revocations;

    RevocationListController(Revocations revocations) {
        this.revocations = revocations;
    }

    @GetMapping("/documents/ca.crl")
    ResponseEntity<byte[]> list() {
        byte[] list = revocations.list();
        if (list == null) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        // RFC 5280, 4.2.1.13 and RFC 2585, 4: DER, as this type.
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .contentType(MediaType.parseMediaType("application/pkix-crl"))
                .body(list);
    }
}
