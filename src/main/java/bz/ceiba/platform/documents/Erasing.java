package bz.ceiba.platform.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps and erases content so that neither forgets the other: the same content may be handed in while it is erased. */
@Component
class Erasing {
    private final Contents contents;
    private final JdbcClient db;
    private final TransactionTemplate transaction;

    Erasing(Contents contents, JdbcClient db, TransactionTemplate transaction) {
        this.contents = contents;
        this.db = db;
        this.transaction = transaction;
    }

    /** Keeps content and does what names it, in one transaction. */
    void keep(Gathered gathered, Runnable naming) {
        transaction.executeWithoutResult(status -> {
            lock("pg_advisory_xact_lock_shared", gathered.sha256());
            try {
                contents.keep(gathered.sha256(), gathered.path());
            } catch (IOException e) {
                throw new UncheckedIOException("content could not be stored", e);
            }
            naming.run();
        });
    }

    /** Erases content unless something names it that can still be opened; answers whether it is off the disk. */
    boolean erase(String sha256) {
        Boolean erased = transaction.execute(status -> {
            lock("pg_advisory_xact_lock", sha256);
            boolean named =
                    db.sql("""
                    select exists (select from documents.file
                                   where sha256 = :sha256 and destroyed_at is null and scan not in ('infected', 'oversize'))
                        or exists (select from documents.document where sha256 = :sha256 and destroyed_at is null)
                        or exists (select from documents.revision r join documents.document d on d.number = r.number
                                   where r.sha256 = :sha256 and d.destroyed_at is null)
                    """).param("sha256", sha256).query(Boolean.class).single();
            if (named) {
                return false;
            }
            try {
                contents.delete(sha256);
            } catch (IOException e) {
                throw new UncheckedIOException("content could not be erased", e);
            }
            return true;
        });
        return Boolean.TRUE.equals(erased);
    }

    private void lock(String function, String sha256) {
        db.sql("select " + function + "(hashtextextended(:sha256, 0))")
                .param("sha256", sha256)
                .query((row, n) -> true)
                .single();
    }
}
