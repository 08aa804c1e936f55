package bz.ceiba.bench;

import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The raw limit: what a handler can do that writes two rows in a durable transaction and nothing else. */
@RestController
class RawController {
    private static final byte[] PIECE = new byte[1 << 16];
    private static final String KILOBYTE = "x".repeat(1_024);

    private final JdbcClient db;
    private final TransactionTemplate tx;

    RawController(JdbcClient db, TransactionTemplate tx) {
        this.db = db;
        this.tx = tx;
    }

    /** The limit of whatever answers 1 KB. */
    @PublicPage
    @GetMapping("/bench/kilobyte")
    String kilobyte() {
        return KILOBYTE;
    }

    /** The limit of whatever reads one row by its key and writes down who did. */
    @PublicPage
    @PostMapping("/bench/check")
    String check(@RequestParam long id) {
        String plate = db.sql("select plate from bench.checked where id = ?")
                .param(id)
                .query(String.class)
                .single();
        tx.executeWithoutResult(status -> db.sql("insert into bench.checked_log (id, plate) values (?, ?)")
                .param(UUID.randomUUID())
                .param(plate)
                .update());
        return plate;
    }

    /** The limit of whatever keeps tickets: for each a durable transaction with as many rows as one makes, and nothing else. */
    @PublicPage
    @PostMapping("/bench/tickets")
    String tickets(@RequestParam int many) {
        for (int i = 0; i < many; i++) {
            tx.executeWithoutResult(status -> db.sql("""
                    insert into bench.ticket_row (id, kind, body) select gen_random_uuid(), n, ? from generate_series(1, ?) n
                    """)
                    .param(KILOBYTE.substring(0, 300))
                    .param(TicketsBench.ROWS)
                    .update());
        }
        return "written";
    }

    /** The limit of whatever answers so many bytes, and the system that answers them behind a node. */
    @PublicPage
    @GetMapping(path = "/bench/bytes/{size}", produces = "application/octet-stream")
    void bytes(@PathVariable int size, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        response.setContentLength(size);
        for (int left = size; left > 0; left -= PIECE.length) {
            response.getOutputStream().write(PIECE, 0, Math.min(left, PIECE.length));
        }
    }

    @PublicPage
    @PostMapping("/bench/raw")
    String write() {
        UUID id = UUID.randomUUID();
        tx.executeWithoutResult(status -> {
            db.sql("insert into bench.raw (id, body) values (?, ?)")
                    .param(id)
                    .param("one")
                    .update();
            db.sql("insert into bench.raw_event (id, body) values (?, ?)")
                    .param(id)
                    .param("two")
                    .update();
        });
        return "written";
    }
}
