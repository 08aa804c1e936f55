package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The certificates, and what of an entry each of them says. */
@Component
class Certificates {
    private final JdbcClient db;
    private final JsonMapper json;

    /**
     * One.
     *
     * @param annotated the last annotation that it knows of, 0 for none
     * @param document the number by which it is verified, or null while it is being signed
     */
    record Certificate(
            CaseNumber caseNumber,
            int sequence,
            Reference entry,
            int annotated,
            PersonNumber holder,
            JsonNode data,
            @Nullable String document) {}

    Certificates(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** Keeps what it is going to say, before it is signed; answers what was kept, which is an earlier try's if there was one. */
    Certificate plan(Certificate planned) {
        db.sql("""
                        insert into civilregistry.certificate (case_number, sequence, book, number, annotated, holder, data)
                        values (:case, :sequence, :book, :number, :annotated, :holder, :data::jsonb) on conflict do nothing
                        """)
                .param("case", planned.caseNumber().text())
                .param("sequence", planned.sequence())
                .param("book", planned.entry().book())
                .param("number", planned.entry().number())
                .param("annotated", planned.annotated())
                .param("holder", planned.holder().digits())
                .param("data", planned.data().toString())
                .update();
        return of(planned.entry()).stream()
                .filter(one ->
                        one.sequence() == planned.sequence() && one.caseNumber().equals(planned.caseNumber()))
                .findFirst()
                .orElseThrow();
    }

    void signed(Certificate certificate, String document) {
        db.sql("""
                        update civilregistry.certificate set document = :document
                        where case_number = :case and sequence = :sequence and document is null
                        """)
                .param("document", document)
                .param("case", certificate.caseNumber().text())
                .param("sequence", certificate.sequence())
                .update();
    }

    /** All of an entry, the oldest first. */
    List<Certificate> of(Reference entry) {
        return db.sql("""
                        select * from civilregistry.certificate where book = :book and number = :number order by sequence
                        """)
                .param("book", entry.book())
                .param("number", entry.number())
                .query((row, n) -> certificate(row))
                .list();
    }

    private Certificate certificate(ResultSet row) throws SQLException {
        return new Certificate(
                new CaseNumber(row.getString("case_number")),
                row.getInt("sequence"),
                new Reference(row.getString("book"), row.getInt("number")),
                row.getInt("annotated"),
                new PersonNumber(row.getString("holder")),
                json.readTree(row.getString("data")),
                row.getString("document"));
    }

    /** The last one of a case that was signed. */
    Optional<Certificate> last(CaseNumber number) {
        return db.sql("""
                        select * from civilregistry.certificate where case_number = :case and document is not null
                        order by sequence desc limit 1
                        """)
                .param("case", number.text())
                .query((row, n) -> certificate(row))
                .optional();
    }
}
