package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseBar;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Names;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Stays that are or were to be extended: which arrival an applicant means, until when he may stay, and the new last day. */
@Component
class Extensions implements CaseBar {
    static final String SERVICE = "border.extension";

    private final JdbcClient db;
    private final Declarations declarations;
    private final BorderRules rules;
    private final Clock clock;

    Extensions(JdbcClient db, Declarations declarations, BorderRules rules, Clock clock) {
        this.db = db;
        this.declarations = declarations;
        this.rules = rules;
        this.clock = clock;
    }

    /** An admission for a time: of which traveller on which declaration. */
    record Admission(String number, int position, Stay stay) {}

    LocalDate today() {
        return Country.today(clock);
    }

    LocalDate latest(Stay stay) {
        return stay.admitted().plusDays(rules.longestStayDays());
    }

    /**
     * The arrival that the applicant means: the declaration whose number he gives, else the last that he made signed in. One that somebody else
     * made counts only when a traveller on it, and no second one, has his name.
     */
    Optional<Admission> of(CaseFile file) {
        String given = file.form().path("declaration").asString("");
        Stream<Declaration> meant =
                given.isBlank() ? declarations.of(file.person().digits()).stream() : declarations.find(given).stream();
        return meant.filter(one -> one.arrival() && !one.isWithdrawn())
                .flatMap(one -> position(one, file).flatMap(at -> admission(one.number(), at)).stream())
                .findFirst();
    }

    private Optional<Integer> position(Declaration declaration, CaseFile file) {
        if (declaration.travellers() == 1 && file.person().digits().equals(declaration.person())) {
            return Optional.of(1);
        }
        List<JsonNode> people = declarations
                .part(declaration.number(), declaration.version(), Part.BOTH)
                .map(part -> part.path("travellers").valueStream().toList())
                .orElse(List.of());
        List<Integer> alike = IntStream.range(0, people.size())
                .filter(at -> Names.match(
                        people.get(at).path("given").asString("") + " "
                                + people.get(at).path("surname").asString(""),
                        file.personName()))
                .mapToObj(at -> at + 1)
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }

    private Optional<Admission> admission(String number, int position) {
        return db.sql("""
                select x.decided_at, greatest(x.until, (
                  select max(until) from border.extension e where e.number = :number and e.position = :position
                )) as until
                from (
                  select outcome, until, decided_at from border.decision
                  where number = :number and position = :position and agency = 'immigration'
                  order by decided_at desc, id desc limit 1
                ) x where x.outcome = 'ADMIT' and x.until is not null
                """)
                .param("number", number)
                .param("position", position)
                .query((row, n) -> new Admission(
                        number,
                        position,
                        new Stay(
                                LocalDate.ofInstant(
                                        row.getObject("decided_at", OffsetDateTime.class)
                                                .toInstant(),
                                        Country.ZONE),
                                row.getObject("until", LocalDate.class))))
                .optional();
    }

    @Override
    public String service() {
        return SERVICE;
    }

    /** Whoever admitted him does not decide how much longer. */
    @Override
    public boolean bars(Actor officer, CaseFile file) {
        return db.sql("""
                select count(*) from border.decision
                where number = :number and position = :position and agency = 'immigration' and by = :by
                """)
                        .param("number", file.facts().path("declaration").asString(""))
                        .param("position", file.facts().path("position").asInt(0))
                        .param("by", officer.number())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The day that was granted in a case, by this or an earlier try. */
    Optional<LocalDate> granted(CaseNumber number) {
        return db.sql("select until from border.extension where case_number = :case")
                .param("case", number.text())
                .query(LocalDate.class)
                .optional();
    }

    void grant(CaseFile file, Admission admission, LocalDate until, String by) {
        db.sql("""
                insert into border.extension (case_number, number, position, until, by, granted_at)
                values (:case, :number, :position, :until, :by, :now) on conflict (case_number) do nothing
                """)
                .param("case", file.number().text())
                .param("number", admission.number())
                .param("position", admission.position())
                .param("until", until)
                .param("by", by)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
