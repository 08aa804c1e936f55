package bz.ceiba.platform.audit;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The signed checkpoints, with what witnesses added to them. */
@Component
class Checkpoints {
    /** By how much a cosigned checkpoint may be older than the newest and still be the better one to show. */
    private static final String WORTH_WAITING = "1 minute";

    private final JdbcClient db;

    Checkpoints(JdbcClient db) {
        this.db = db;
    }

    /** The newest, without cosignatures. */
    Optional<SignedNote> newest() {
        return db.sql("select note from audit.checkpoint order by size desc limit 1")
                .query(String.class)
                .optional()
                .map(SignedNote::parse);
    }

    /**
     * The newest that a witness cosigned, with all cosignatures; or the newest of all when witnesses are more than a minute behind or there
     * are none.
     */
    Optional<SignedNote> shown() {
        return db.sql("""
                        select c.size from audit.checkpoint c
                         where c.size in ((select max(size) from audit.cosignature), (select max(size) from audit.checkpoint))
                           and c.at >= (select at from audit.checkpoint order by size desc limit 1) - :behind::interval
                         order by (c.size = (select max(size) from audit.cosignature)) desc nulls last
                         limit 1
                        """)
                .param("behind", WORTH_WAITING)
                .query(Long.class)
                .optional()
                .map(this::of);
    }

    /** One that covers a leaf: the newest that a witness cosigned, or else the newest. */
    Optional<SignedNote> over(long index) {
        return db.sql("""
                        select coalesce(
                          (select max(size) from audit.cosignature where size > :index),
                          (select max(size) from audit.checkpoint where size > :index)) as size
                        """)
                .param("index", index)
                .query((row, n) -> row.getLong("size"))
                .optional()
                .filter(size -> size > 0)
                .map(this::of);
    }

    /** That of a size, which there is. */
    private SignedNote of(long size) {
        List<String> cosignatures = db.sql("select line from audit.cosignature where size = :size order by witness")
                .param("size", size)
                .query(String.class)
                .list();
        String note = db.sql("select note from audit.checkpoint where size = :size")
                .param("size", size)
                .query(String.class)
                .single();
        return SignedNote.parse(note).and(cosignatures);
    }

    /** How many entries a witness has cosigned at last, or 0. */
    long cosignedBy(String witness) {
        return db.sql("select coalesce(max(size), 0) from audit.cosignature where witness = :witness")
                .param("witness", witness)
                .query(Long.class)
                .single();
    }

    /** Of several processes that ask a witness about the same checkpoint the first one's answer is kept. */
    void keep(String witness, long size, String line) {
        db.sql("""
                insert into audit.cosignature (witness, size, line) values (:witness, :size, :line)
                on conflict do nothing
                """)
                .param("witness", witness)
                .param("size", size)
                .param("line", line)
                .update();
    }
}
