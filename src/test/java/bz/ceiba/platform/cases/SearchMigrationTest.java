package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.RoomMigration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SearchMigrationTest {
    @Test
    void wordsThatWereThereBeforeMonthsGetTheMonthInWhichTheirCaseCame() {
        RoomMigration room = new RoomMigration("cases");
        JdbcClient db = room.to(4);
        db.sql("""
                insert into cases.search (number, agency, submitted_at, terms)
                values ('PRC-26-1', 'police', '2026-03-31 23:59:59-06', array_to_tsvector(array['police:cal', 'police:50161']))
                """).update();
        room.to(5);
        assertThat(db.sql("select array_to_string(tsvector_to_array(terms), ' ') from cases.search")
                        .query(String.class)
                        .single())
                .isEqualTo("police:2604:50161 police:2604:cal");
    }
}
