package bz.ceiba.platform.audit;

import bz.ceiba.platform.web.PublicPage;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The newest checkpoint and the key it is verified with, for anybody who wants to keep them: the more do, the less can be
 * rewritten. They say nothing about anyone.
 */
@RestController
@PublicPage
class CheckpointController {
    private final JdbcClient db;
    private final LogKey key;

    CheckpointController(JdbcClient db, LogKey key) {
        this.db = db;
        this.key = key;
    }

    @GetMapping("/audit/checkpoint")
    ResponseEntity<String> checkpoint() {
        return db.sql("select note from audit.checkpoint order by size desc limit 1")
                .query(String.class)
                .optional()
                .map(CheckpointController::text)
                .orElseGet(() -> ResponseEntity.noContent().build());
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
