package bz.ceiba.platform.audit;

import bz.ceiba.platform.web.PublicPage;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The newest checkpoint, with the cosignatures of witnesses where there are any, and the key it is verified with, for anybody who wants to keep them: the more do, the less can be
 * rewritten. They say nothing about anyone.
 */
@RestController
@PublicPage
class CheckpointController {
    private final Checkpoints checkpoints;
    private final LogKey key;

    CheckpointController(Checkpoints checkpoints, LogKey key) {
        this.checkpoints = checkpoints;
        this.key = key;
    }

    @GetMapping("/audit/checkpoint")
    ResponseEntity<String> checkpoint() {
        return checkpoints.shown().map(note -> text(note.toString())).orElseGet(() -> ResponseEntity.noContent()
                .build());
    }

    @GetMapping("/audit/key")
    ResponseEntity<String> key() {
        return text(key.verifier() + "\n");
    }

    private static ResponseEntity<String> text(String text) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=utf-8"))
                .cacheControl(CacheControl.noStore())
                .body(text);
    }
}
