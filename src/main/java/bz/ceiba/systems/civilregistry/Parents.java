package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Whether the numbers that an applicant wrote for the parents are theirs: nobody becomes a parent by another's slip or wish. */
@Component
class Parents {
    private static final String SERVICE = "identity.person";

    private final JdbcClient db;
    private final Exchange exchange;

    Parents(JdbcClient db, Exchange exchange) {
        this.db = db;
        this.exchange = exchange;
    }

    /**
     * Asks about both and keeps the answers. Not in a transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register does not answer
     */
    void check(CaseFile file, Facts facts) {
        for (Field field : List.of(Field.MOTHER_NUMBER, Field.FATHER_NUMBER)) {
            Optional<PersonNumber> number = facts.person(field);
            if (number.isPresent()) {
                Field nameField = field == Field.MOTHER_NUMBER ? Field.MOTHER_NAME : Field.FATHER_NAME;
                keep(file, ask(file, field, number.get(), facts.get(nameField)));
            }
        }
    }

    /**
     * Asks whether the name that is written is that of who has the number. Not in a transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register does not answer
     */
    ParentCheck ask(CaseFile file, Field field, PersonNumber number, String written) {
        JsonNode person = exchange.ask(new Question(
                SERVICE,
                file.agency(),
                BirthNotifications.PURPOSE,
                file.number(),
                number,
                AuditEntry.SYSTEM,
                null,
                Map.of()));
        if (!person.path("known").asBoolean(false)) {
            return new ParentCheck(field, number.digits(), null, false);
        }
        List<String> names = new ArrayList<>();
        names.add(person.path("name").asString(""));
        names.add(person.path("given_name").asString("") + " "
                + person.path("birth_name").asString(""));
        Stream.of(person.path("aliases"))
                .flatMap(aliases -> StreamSupport.stream(aliases.spliterator(), false))
                .forEach(alias -> names.add(alias.asString("")));
        boolean alike = names.stream().anyMatch(name -> Sounds.alike(name, written));
        return new ParentCheck(field, number.digits(), names.getFirst(), alike);
    }

    private void keep(CaseFile file, ParentCheck checked) {
        db.sql("""
                        insert into civilregistry.parent (case_number, parent, number, name, alike)
                        values (:case, :parent, :number, :name, :alike)
                        on conflict (case_number, parent) do update set number = excluded.number, name = excluded.name, alike = excluded.alike
                        """)
                .param("case", file.number().text())
                .param("parent", checked.field() == Field.MOTHER_NUMBER ? "MOTHER" : "FATHER")
                .param("number", checked.number())
                .param("name", checked.name())
                .param("alike", checked.alike())
                .update();
    }

    List<ParentCheck> of(CaseNumber number) {
        return db.sql("select * from civilregistry.parent where case_number = :case order by parent desc")
                .param("case", number.text())
                .query((row, n) -> new ParentCheck(
                        row.getString("parent").equals("MOTHER") ? Field.MOTHER_NUMBER : Field.FATHER_NUMBER,
                        row.getString("number"),
                        row.getString("name"),
                        row.getBoolean("alike")))
                .list();
    }

    /** What is applied for without the numbers that are not the parents'; name and paper stay. */
    Facts trusted(CaseNumber number, Facts facts) {
        Facts trusted = facts;
        List<ParentCheck> checked = of(number);
        for (Field field : List.of(Field.MOTHER_NUMBER, Field.FATHER_NUMBER)) {
            boolean right = checked.stream()
                    .anyMatch(one ->
                            one.field() == field && one.alike() && one.number().equals(facts.get(field)));
            if (!right) {
                trusted = trusted.with(field, null);
            }
        }
        return trusted;
    }
}
