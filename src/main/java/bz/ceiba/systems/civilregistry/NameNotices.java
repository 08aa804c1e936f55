package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names that are going to change, as they are published. Only ever added to. */
@Component
class NameNotices {
    private static final int MOST_NOTICES = 500;

    private final JdbcClient db;

    NameNotices(JdbcClient db) {
        this.db = db;
    }

    /** Publishes one; answers its last day, which is an earlier try's if there was one. */
    LocalDate publish(CaseNumber number, NameNotice notice) {
        db.sql("""
                        insert into civilregistry.name_notice (case_number, old_name, new_name, published_on, until)
                        values (:case, :old, :new, :from, :until) on conflict do nothing
                        """)
                .param("case", number.text())
                .param("old", notice.oldName())
                .param("new", notice.newName())
                .param("from", notice.from())
                .param("until", notice.until())
                .update();
        return until(number).orElseThrow();
    }

    Optional<LocalDate> until(CaseNumber number) {
        return db.sql("select until from civilregistry.name_notice where case_number = :case")
                .param("case", number.text())
                .query(LocalDate.class)
                .optional();
    }

    /** Those that stand on a day, the newest first. */
    List<NameNotice> standing(LocalDate on) {
        return db.sql("""
                        select * from civilregistry.name_notice where until >= :on order by published_on desc, case_number limit :limit
                        """)
                .param("on", on)
                .param("limit", MOST_NOTICES)
                .query((row, n) -> new NameNotice(
                        row.getString("old_name"),
                        row.getString("new_name"),
                        row.getObject("published_on", LocalDate.class),
                        row.getObject("until", LocalDate.class)))
                .list();
    }
}
