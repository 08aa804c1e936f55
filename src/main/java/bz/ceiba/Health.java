package bz.ceiba;

import bz.ceiba.platform.web.PublicPage;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells load balancers whether this process can serve: its database answers. */
@RestController
class Health {
    private final JdbcClient db;

    Health(JdbcClient db) {
        this.db = db;
    }

    @PublicPage
    @GetMapping("/web/health")
    ResponseEntity<Map<String, String>> health() {
        try {
            db.sql("select 1").query(Integer.class).single();
            return ResponseEntity.ok(Map.of("status", "up"));
        } catch (DataAccessException e) {
            return ResponseEntity.status(503).body(Map.of("status", "down"));
        }
    }
}
