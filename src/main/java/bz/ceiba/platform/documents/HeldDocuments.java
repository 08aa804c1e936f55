package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is held of documents that were issued to somebody, and of files that he sent. */
@Component
class HeldDocuments implements HeldAbout {
    private final JdbcClient db;
    private final IssuedDocuments issued;
    private final JsonMapper json;

    HeldDocuments(JdbcClient db, IssuedDocuments issued, JsonMapper json) {
        this.db = db;
        this.issued = issued;
        this.json = json;
    }

    @Override
    public String room() {
        return "documents";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        rows("document", """
                select to_jsonb(x)::text from (
                  select number, title, agency, case_number, issued_at, valid_until, revoked_at
                  from documents.document where holder = :person order by issued_at) x
                """, person, to);
        rows("file", """
                select to_jsonb(x)::text from (
                  select name, type, size, at from documents.file where owner = :person order by at) x
                """, person, to);
    }

    private void rows(String kind, String sql, PersonNumber person, Consumer<Held> to) {
        db.sql(sql).param("person", person.digits()).query(String.class).list().stream()
                .filter(this::isOpen)
                .forEach(row -> to.accept(new Held(kind, row)));
    }

    private boolean isOpen(String row) {
        String number = json.readTree(row).path("case_number").asString("");
        return number.isEmpty() || issued.isOpen(new CaseNumber(number));
    }
}
