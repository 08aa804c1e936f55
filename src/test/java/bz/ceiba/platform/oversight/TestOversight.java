package bz.ceiba.platform.oversight;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the log of the shared server for unusual access when a test wants it, and only what came since the test began. */
@Component
public class TestOversight {
    private final JdbcClient db;
    private final Scan scan;
    private final Telling telling;

    TestOversight(JdbcClient db, Scan scan, Telling telling) {
        this.db = db;
        this.scan = scan;
        this.telling = telling;
    }

    /** What is in the log by now is not of this test. */
    public void begin() {
        db.sql("""
                update oversight.reading r set era = e.era, txid = e.txid::text, seq = e.seq
                  from (select era, txid, seq from audit.entry order by era desc, entry.txid desc, seq desc limit 1) e
                """).update();
    }

    /** What the job does once a minute. */
    public void run() {
        while (scan.step()) {}
        while (telling.step()) {}
    }
}
