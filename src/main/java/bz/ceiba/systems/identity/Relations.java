package bz.ceiba.systems.identity;

import bz.ceiba.platform.kernel.PersonNumber;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who is whose relative. */
@Component
class Relations {
    /** What the second is to the first. */
    enum Kind {
        PARENT,
        CHILD,
        SIBLING,
        SPOUSE;

        /** What the first is to the second. */
        Kind back() {
            return switch (this) {
                case PARENT -> CHILD;
                case CHILD -> PARENT;
                case SIBLING -> SIBLING;
                case SPOUSE -> SPOUSE;
            };
        }
    }

    private final JdbcClient db;

    Relations(JdbcClient db) {
        this.db = db;
    }

    /** Enters it in both directions; what is known already stays. */
    @Transactional
    void add(PersonNumber person, PersonNumber relative, Kind kind) {
        insert(person, relative, kind);
        insert(relative, person, kind.back());
    }

    private void insert(PersonNumber person, PersonNumber relative, Kind kind) {
        db.sql("""
                insert into identity.relation (number, relative, kind) values (:number, :relative, :kind)
                on conflict (number, relative) do nothing
                """)
                .param("number", person.digits())
                .param("relative", relative.digits())
                .param("kind", kind.name())
                .update();
    }

    boolean areRelatives(PersonNumber one, PersonNumber other) {
        return db.sql("""
                select exists (select 1 from identity.relation where number = :one and relative = :other)
                """)
                .param("one", one.digits())
                .param("other", other.digits())
                .query(Boolean.class)
                .single();
    }
}
