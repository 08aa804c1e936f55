package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.RoomMigration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

class MissingMigrationTest {
    @Test
    void missingMoneyThatOneOfficerHadNotedAwayIsOnTheListAgainAndCantBeNotedAnyMore() {
        RoomMigration room = new RoomMigration("treasury");
        JdbcClient db = room.to(4);
        db.sql("""
                insert into treasury.exception
                  (kind, subject, cents, about, since, state, action, reason, acted_by, acted_by_name, acted_at)
                values ('MISSING', 'DEP-1', 50000, 'DEP-1', now(), 'DONE', 'NOTED', 'gone', '1', 'An officer', now()),
                  ('MISSING', 'DEP-2', 50000, 'DEP-2', now(), 'DONE', 'CLEARED', null, null, null, now()),
                  ('GAP', 'one/two', 0, 'one … two', now(), 'DONE', 'NOTED', 'asked', '1', 'An officer', now())
                """).update();
        room.to(5);
        assertThat(db.sql("select subject from treasury.exception where state = 'OPEN' and action is null")
                        .query(String.class)
                        .list())
                .containsExactly("DEP-1");
        assertThatThrownBy(() -> db.sql("update treasury.exception set action = 'NOTED' where subject = 'DEP-1'")
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }
}
