package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.RoomMigration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class MoreThanBirthsMigrationTest {
    @Test
    void aFilledRegisterOfBirthsKeepsWhoIsInItAndTakesOtherKindsOfEntries() {
        RoomMigration room = new RoomMigration("civilregistry");
        JdbcClient db = room.to(1);
        db.sql("""
                insert into civilregistry.book (name, last) values ('B2026', 1);
                insert into civilregistry.entry (book, number, kind, timing, facts, case_number, registered_at, registered_by)
                  values ('B2026', 1, 'LIVE', 'ORDINARY', '{"born_on": "2026-03-01"}', 'BR-26-1', now(), '1');
                insert into civilregistry.annotation (book, number, sequence, ground, changes, why, evidence, annotated_by,
                  annotated_by_name, annotated_at)
                  values ('B2026', 1, 1, 'CLERICAL', '[]', 'Misread on the slip', 'Slip', '1', 'An officer', now());
                insert into civilregistry.reading (book, number, sequence, kind, facts, born_on, district, mother, father, child, keys)
                  values ('B2026', 1, 1, 'LIVE', '{"born_on": "2026-03-01"}', '2026-03-01', 'cayo', '11', '12', '13', '{c:AN}');
                insert into civilregistry.notification (sender, number, facts, kind, born_on, birth_order, mother, fingerprint,
                  received_at, told_by)
                  values ('health', 'N-1', '{}', 'LIVE', '2026-03-01', 1, '11', '', now(), 'system');
                insert into civilregistry.parent (case_number, parent, number, name, alike)
                  values ('BR-26-1', 'MOTHER', '11', 'Ana Choc', true)
                """).update();
        room.to(2);
        assertThat(db.sql("select party || ' ' || person from civilregistry.party where book = 'B2026' order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("CHILD 13", "FATHER 12", "MOTHER 11");
        assertThat(db.sql("""
                                select n.event || ' ' || n.person || ' ' || r.happened_on || ' ' || c.field from civilregistry.notification n
                                join civilregistry.reading r using (happened_on) join civilregistry.number_check c on c.number = n.person
                                """).query(String.class).single()).isEqualTo("BIRTH 11 2026-03-01 mother_number");
        String annul = """
                insert into civilregistry.annotation (book, number, sequence, ground, changes, why, evidence, annotated_by,
                  annotated_by_name, annotated_at, proposed_by) values ('B2026', 1, 2, 'ANNULLED', '[]', 'It never happened',
                  'Court', '1', 'An officer', now(), ?)
                """;
        assertThatThrownBy(() -> db.sql(annul).param("1").update())
                .as("one officer alone takes no entry back")
                .isInstanceOf(DataAccessException.class);
        assertThat(db.sql(annul).param("2").update()).isEqualTo(1);
    }
}
