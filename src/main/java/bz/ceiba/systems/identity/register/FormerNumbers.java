package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Numbers that ended with their bearers' adoption. What the register had under one is moved to where the application can't read it, and which
 * number began instead is known to the database's owner alone.
 */
@Component
class FormerNumbers {
    private final JdbcClient db;
    private final Clock clock;

    /** An event that was told before. */
    record Told(byte[] fingerprint, String person) {}

    FormerNumbers(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** What the source told under that identifier, sealed or not. */
    Optional<Told> told(String source, String event) {
        return db.sql("select fingerprint, person from identity.event_told(:source, :event)")
                .param("source", source)
                .param("event", event)
                .query((row, n) -> new Told(row.getBytes("fingerprint"), row.getString("person")))
                .optional();
    }

    /** Seals all that the register has of a child until its adoption, in the caller's transaction. */
    void seal(Message message, LifeEvent.Adoption adoption, byte[] fingerprint, PersonNumber child) {
        db.sql("""
                        select identity.seal_former(:source, :event, :fingerprint, :former, :person, :on, :reference, :by, :name, :at)
                        """)
                .param("source", message.sender())
                .param("event", adoption.common().event())
                .param("fingerprint", fingerprint)
                .param("former", adoption.person().digits())
                .param("person", child.digits())
                .param("on", adoption.common().on())
                .param("reference", adoption.common().reference())
                .param("by", message.toldBy())
                .param("name", message.toldByName(), Types.VARCHAR)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> true)
                .single();
    }
}
