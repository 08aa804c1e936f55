package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.TestDatabase;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class StoredSessionsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private final JdbcClient db = JdbcClient.create(new DriverManagerDataSource(TestDatabase.create()));
    private Instant now = Instant.parse("2026-11-24T15:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final StoredSessions sessions = new StoredSessions(db, clock, TIMEOUT);

    private StoredSession stored() {
        StoredSession session = sessions.createSession();
        session.setAttribute("back", "/cases");
        sessions.save(session);
        return session;
    }

    private StoredSession found(StoredSession session) {
        return Objects.requireNonNull(sessions.findById(session.getId()));
    }

    private int rows() {
        return db.sql("select count(*) from access.session")
                .query(Integer.class)
                .single();
    }

    @Test
    void aSessionIsFoundWithWhatWasPutIntoItByItsIdentifierOnly() {
        StoredSession session = stored();
        StoredSession found = found(session);
        assertThat(found.<String>getAttribute("back")).isEqualTo("/cases");
        assertThat(found.getCreationTime()).isEqualTo(now);
        assertThat(sessions.findById("another")).isNull();
        assertThat(db.sql("select s::text from access.session s")
                        .query(String.class)
                        .single())
                .doesNotContain(session.getId());
    }

    @Test
    void itEndsHalfAnHourAfterTheLastAccessAndItsRowIsForgotten() {
        StoredSession session = stored();
        now = now.plus(TIMEOUT).minusSeconds(1);
        StoredSession found = found(session);
        found.setLastAccessedTime(now);
        sessions.save(found);
        now = now.plus(TIMEOUT).minusSeconds(1);
        assertThat(sessions.findById(session.getId())).isNotNull();
        sessions.forget();
        assertThat(rows()).isEqualTo(1);
        now = now.plusSeconds(1);
        assertThat(sessions.findById(session.getId())).isNull();
        sessions.forget();
        assertThat(rows()).isZero();
    }

    @Test
    void aNewIdentifierTakesTheSessionAlongAndTheOldOneOpensNothing() {
        StoredSession session = stored();
        String old = session.getId();
        session.changeSessionId();
        sessions.save(session);
        assertThat(sessions.findById(old)).isNull();
        assertThat(sessions.findById(session.getId())).isNotNull();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aSessionThatWasEndedMeanwhileIsNotBroughtBackByAnotherRequest() {
        StoredSession session = stored();
        StoredSession elsewhere = found(session);
        sessions.deleteById(session.getId());
        elsewhere.setAttribute("back", "/");
        sessions.save(elsewhere);
        assertThat(sessions.findById(session.getId())).isNull();
    }

    @Test
    void whatCannotBeReadIsAnEmptySessionAndAClassThatIsNotKnownIsNotRead() {
        StoredSession session = stored();
        db.sql("update access.session set attributes = 'x'").update();
        StoredSession unreadable = found(session);
        assertThat(unreadable.getAttributeNames()).isEmpty();

        unreadable.setAttribute("file", new File("/"));
        sessions.save(unreadable);
        StoredSession strange = found(session);
        assertThat(strange.getAttributeNames()).isEmpty();
    }

    @Test
    void whatIsNotSerializableIsRefusedWhenItIsSaved() {
        StoredSession session = sessions.createSession();
        session.setAttribute("thread", Thread.currentThread());
        assertThatThrownBy(() -> sessions.save(session)).isInstanceOf(IllegalStateException.class);
        assertThat(rows()).isZero();
    }

    @Test
    void whatAnotherProcessWritesIsSeenAtOnceAlthoughThisOneKnowsWhatWasThereBefore() {
        StoredSessions other = new StoredSessions(db, clock, TIMEOUT);
        StoredSession session = stored();
        found(session);
        assertThat(found(session).<String>getAttribute("back")).isEqualTo("/cases");
        StoredSession there = Objects.requireNonNull(other.findById(session.getId()));
        there.setAttribute("back", "/payments");
        other.save(there);
        assertThat(found(session).<String>getAttribute("back")).isEqualTo("/payments");
        other.deleteById(session.getId());
        assertThat(sessions.findById(session.getId())).isNull();
    }

    @Test
    void whatOneRequestPutsIntoASessionWithoutKeepingItIsNotThereInTheNext() {
        StoredSession session = stored();
        found(session).setAttribute("back", "/payments");
        assertThat(found(session).<String>getAttribute("back")).isEqualTo("/cases");
        assertThat(found(session).<String>getAttribute("back")).isEqualTo("/cases");
    }
}
