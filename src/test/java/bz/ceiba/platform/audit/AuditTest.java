package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final Log log = new Log();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void anEntryCommitsWithItsTransactionOrNotAtAll() {
        log.transactions.executeWithoutResult(status -> log.write("kept"));
        log.transactions.executeWithoutResult(status -> {
            log.write("undone");
            status.setRollbackOnly();
        });

        List<String> kept = log.db
                .sql("select detail ->> 'what' from audit.entry")
                .query(String.class)
                .list();
        assertThat(kept).containsExactly("kept");
    }

    @Test
    void takesWhateverPeopleTyped() {
        String typed = "a\u0000b\uD800c \uD83D\uDE00 \u0007 \"quoted\" \\ ñ";
        log.audit.record(new AuditEntry(
                AuditEvent.SIGN_IN_REFUSED,
                AuditEntry.ANONYMOUS,
                typed,
                null,
                null,
                null,
                typed,
                Map.of("typed", typed)));

        assertThat(log.db
                        .sql("select detail ->> 'typed' from audit.entry")
                        .query(String.class)
                        .single())
                .isEqualTo("a\uFFFDb\uFFFDc \uD83D\uDE00 \u0007 \"quoted\" \\ ñ");
    }

    @Test
    void theApplicationCanNeitherChangeNorDeleteNorBackDate() {
        log.write("one");

        for (String sql : List.of(
                "update audit.entry set actor = 'x'",
                "delete from audit.entry",
                "truncate audit.entry",
                "insert into audit.entry (txid, at, event, actor, detail) values ('1', now(), 'X', 'x', '{}')",
                "insert into audit.entry (seq, at, event, actor, detail) overriding system value values (1, now(), 'X', 'x', '{}')",
                "insert into audit.entry (era, at, event, actor, detail) values (1, now(), 'X', 'x', '{}')",
                "insert into audit.era (era, began) values (1, now())",
                "delete from audit.leaf",
                "delete from audit.checkpoint",
                "create table audit.more (id int)")) {
            assertThatThrownBy(() -> log.db.sql(sql).update())
                    .as(sql)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void evenTheOwnerIsRefusedWhileTheTriggersStand() {
        log.write("one");
        String partition = log.db
                .sql("select tableoid::regclass::text from audit.entry")
                .query(String.class)
                .single();
        assertThat(partition).as("not the default partition").matches("audit.entry_[0-9]{4}_[0-9]{2}");

        for (String sql : List.of(
                "update audit.entry set actor = 'x'",
                "delete from audit.entry",
                "truncate audit.entry",
                "truncate " + partition,
                "delete from " + partition,
                "truncate audit.leaf",
                "truncate audit.checkpoint")) {
            assertThatThrownBy(() -> TestDatabase.execute(log.ownerUrl, sql))
                    .as(sql)
                    .hasMessageContaining("append-only");
        }
    }
}
