package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.WriteBehind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What may be used once, on whichever process. */
@Component
class UsedOnce {
    private static final String USE =
            "insert into identity.used_once (id, until) values (?, ?) on conflict do nothing returning id";

    private final JdbcClient db;
    private final WriteBehind writes;
    private final Clock clock;

    UsedOnce(JdbcClient db, WriteBehind writes, Clock clock) {
        this.db = db;
        this.writes = writes;
        this.clock = clock;
    }

    private static final class Used extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Used() {
            super("it was used before", null, false, false);
        }
    }

    /**
     * Whether nobody has used it before; from now on it is used.
     *
     * @param kind what it is
     * @param of whose it is; two may choose the same identifier
     * @param until when it is of no use any more, used or not
     */
    boolean use(String kind, String of, String id, Instant until) {
        String key = Sha256.hex(kind + "\n" + of + "\n" + id);
        try {
            return writes.together(() -> {
                writes.addFirst(key, Used::new, USE, key, until.atOffset(ZoneOffset.UTC));
                return true;
            });
        } catch (Used e) {
            return false;
        }
    }

    /** Forgets what is of no use any more. */
    void forget() {
        db.sql("delete from identity.used_once where until < ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
