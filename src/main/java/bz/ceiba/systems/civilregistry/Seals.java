package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.SealedRecords;
import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.SealedCases;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Seals the entries of births of adopted children: from then on they are in no index, the database shows them to nobody, and their cases,
 * documents and look-ups are as if they had never been.
 */
@Component
class Seals implements SealedCases, SealedRecords {
    /** Of the cases in which a birth is applied for, certified or annotated. */
    private static final Set<String> SERIES = Set.of("BR", "BE", "NC");

    private static final Pattern NAME_CHANGE = Pattern.compile("NC-[0-9A-Z-]+[0-9A-Z]");

    private final JdbcClient db;
    private final IssueCertificate certificates;
    private final Events events;
    private final Clock clock;

    private record Named(String record, String caseNumber) {}

    Seals(JdbcClient db, IssueCertificate certificates, Events events, Clock clock) {
        this.db = db;
        this.certificates = certificates;
        this.events = events;
        this.clock = clock;
    }

    /** Seals a birth with its certificates, in the transaction in which the adoption was entered. */
    void seal(Entry birth, Reference adoption) {
        certificates.end(birth);
        Set<CaseNumber> cases = new HashSet<>(certificates.cases(birth));
        birth.annotations().forEach(note -> {
            Matcher named = NAME_CHANGE.matcher(note.why());
            if (note.ground() == Annotation.Ground.NAME_CHANGED && named.find()) {
                CaseNumber.parse(named.group()).ifPresent(cases::add);
            }
        });
        count(birth);
        for (String index : List.of("party", "reading")) {
            db.sql("delete from civilregistry." + index + " where book = :book and number = :number")
                    .param("book", birth.reference().book())
                    .param("number", birth.reference().number())
                    .update();
        }
        db.sql("""
                        insert into civilregistry.seal (book, number, adoption_book, adoption_number, sealed_at)
                        values (:book, :number, :adoptionBook, :adoptionNumber, :at)
                        """)
                .param("book", birth.reference().book())
                .param("number", birth.reference().number())
                .param("adoptionBook", adoption.book())
                .param("adoptionNumber", adoption.number())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        cases.forEach(number -> add("sealed_case (book, number, case_number)", birth, number.text()));
        PersonNumber child = birth.child();
        if (child != null) {
            // What waits to be told names who bore it; what was told is in the log.
            events.forget("civilregistry.birth-registered", child.digits());
        }
        birth.persons().forEach(person -> add("sealed_person (book, number, person)", birth, person.digits()));
    }

    /** Keeps what statistics count of it, without anything that leads to it. */
    private void count(Entry birth) {
        db.sql("""
                        insert into civilregistry.sealed_figure (kind, happened_month, registered_month, late_days, district, home_district, sex,
                          mother_age)
                        select kind, date_trunc('month', happened_on), date_trunc('month', registered),
                          case when registered - happened_on <= 30 then 0 when registered - happened_on <= 365 then 31 else 366 end,
                          district, home_district, sex, mother_age
                        from (select r.kind, r.happened_on, (e.registered_at at time zone :zone)::date as registered, r.district,
                            r.facts ->> 'home_district' as home_district, nullif(r.facts ->> 'sex', 'unknown') as sex,
                            extract(year from age(r.happened_on, (r.facts ->> 'mother_born_on')::date))::int::text as mother_age
                          from civilregistry.reading r join civilregistry.entry e using (book, number)
                          where r.book = :book and r.number = :number and not r.annulled) birth
                        """)
                .param("zone", Country.ZONE.getId())
                .param("book", birth.reference().book())
                .param("number", birth.reference().number())
                .update();
    }

    private void add(String table, Entry birth, String value) {
        db.sql("insert into civilregistry." + table + " values (:book, :number, :value) on conflict do nothing")
                .param("book", birth.reference().book())
                .param("number", birth.reference().number())
                .param("value", value)
                .update();
    }

    @Override
    public boolean isSealed(CaseNumber number) {
        return SERIES.contains(number.text().substring(0, 2))
                && db.sql("select civilregistry.is_sealed_case(:case)")
                        .param("case", number.text())
                        .query(Boolean.class)
                        .single();
    }

    @Override
    public Sealed of(Collection<PersonNumber> people) {
        List<Named> all = db.sql("select * from civilregistry.sealed_from(:people)")
                .param(
                        "people",
                        new SqlArrayValue(
                                "text",
                                people.stream().map(PersonNumber::digits).toArray()))
                .query((row, n) -> new Named(row.getString("record"), row.getString("case_number")))
                .list();
        return new Sealed(
                all.stream().map(Named::record).distinct().toList(),
                all.stream().map(Named::caseNumber).filter(Objects::nonNull).toList());
    }
}
