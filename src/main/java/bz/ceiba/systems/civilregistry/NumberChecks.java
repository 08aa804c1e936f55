package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Names;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Whether the numbers that an applicant wrote are of those he named: nobody gets into an entry by another's slip or wish. */
@Component
class NumberChecks {
    private static final String SERVICE = "identity.person";
    private static final String DECEASED = "DECEASED";

    private final JdbcClient db;
    private final Exchange exchange;

    NumberChecks(JdbcClient db, Exchange exchange) {
        this.db = db;
        this.exchange = exchange;
    }

    /**
     * Asks about all and keeps the answers. Not in a transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register does not answer
     */
    void check(CaseFile file, Facts facts) {
        facts.parties().forEach((party, number) -> keep(file, ask(file, party, number, facts.name(party))));
    }

    /**
     * Asks whether the name that is written is that of who has the number. Not in a transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register does not answer
     */
    NumberCheck ask(CaseFile file, Party party, PersonNumber number, String written) {
        Field field = party.number().orElseThrow();
        JsonNode person = exchange.ask(new Question(
                SERVICE,
                file.agency(),
                VitalEvent.ofService(file.service()).orElseThrow().word(),
                file.number(),
                number,
                AuditEntry.SYSTEM,
                null,
                Map.of()));
        if (!person.path("known").asBoolean(false)) {
            return new NumberCheck(field, number.digits(), null, false, false, null);
        }
        return new NumberCheck(
                field,
                number.digits(),
                person.path("name").asString(""),
                isCalled(person, written),
                person.path("status").asString("").equals(DECEASED),
                person.path("birth_date").stringValue(null));
    }

    /** Whether somebody whom the register of people describes has such a name, or had it. */
    static boolean isCalled(JsonNode person, String written) {
        if (!person.path("known").asBoolean(false)) {
            return false;
        }
        List<String> names = new ArrayList<>();
        names.add(person.path("name").asString(""));
        names.add(person.path("given_name").asString("") + " "
                + person.path("birth_name").asString(""));
        Stream.of(person.path("aliases"))
                .flatMap(aliases -> StreamSupport.stream(aliases.spliterator(), false))
                .forEach(alias -> names.add(alias.asString("")));
        return names.stream().anyMatch(name -> Names.match(name, written));
    }

    private void keep(CaseFile file, NumberCheck checked) {
        db.sql("""
                        insert into civilregistry.number_check (case_number, field, number, name, alike, status, born_on)
                        values (:case, :field, :number, :name, :alike, :status, :born::date)
                        on conflict (case_number, field) do update set number = excluded.number, name = excluded.name, alike = excluded.alike,
                          status = excluded.status, born_on = excluded.born_on
                        """)
                .param("case", file.number().text())
                .param("field", checked.field().key())
                .param("number", checked.number())
                .param("name", checked.name())
                .param("alike", checked.alike())
                .param("status", checked.dead() ? DECEASED : null)
                .param("born", checked.bornOn())
                .update();
    }

    /** The cases in which somebody's number was written and is his. */
    List<CaseNumber> casesOf(Party party, PersonNumber person) {
        return db.sql("""
                        select case_number from civilregistry.number_check where field = :field and number = :number and alike
                        """)
                .param("field", party.number().orElseThrow().key())
                .param("number", person.digits())
                .query((row, n) -> new CaseNumber(row.getString("case_number")))
                .list();
    }

    List<NumberCheck> of(CaseNumber number) {
        return db.sql("select * from civilregistry.number_check where case_number = :case order by field desc")
                .param("case", number.text())
                .query((row, n) -> new NumberCheck(
                        Field.of(row.getString("field")).orElseThrow(),
                        row.getString("number"),
                        row.getString("name"),
                        row.getBoolean("alike"),
                        DECEASED.equals(row.getString("status")),
                        row.getString("born_on")))
                .list();
    }

    /** What is applied for without the numbers that are of others than those named; name and paper stay. */
    Facts trusted(CaseNumber number, Facts facts) {
        Facts trusted = facts;
        List<NumberCheck> checked = of(number);
        for (Party party : facts.parties().keySet()) {
            Field field = party.number().orElseThrow();
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
