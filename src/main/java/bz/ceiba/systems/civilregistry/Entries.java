package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The register of births: entries that are never overwritten, what was annotated on them, and how they read today. */
@Component
class Entries {
    static final int MOST_FOUND = 50;
    private static final int MOST_NEAR = 300;
    private static final String ENTRY = """
            select e.*, (select person from civilregistry.party p
              where p.book = e.book and p.number = e.number and p.party = 'CHILD') as child
            from civilregistry.entry e join civilregistry.reading r using (book, number)
            """;

    private final JdbcClient db;
    private final GuardedFacts guarded;
    private final JsonMapper json;

    /** An entry to be made. */
    record New(
            Kind kind,
            Timing timing,
            Facts facts,
            @Nullable CaseNumber caseNumber,
            Instant at,
            String by,
            @Nullable String byName,
            @Nullable String proposedBy,
            @Nullable String proposedByName) {}

    /** How an entry reads today, as far as it is compared with others. */
    record Reading(Reference reference, Kind kind, Facts facts) {}

    Entries(JdbcClient db, GuardedFacts guarded, JsonMapper json) {
        this.db = db;
        this.guarded = guarded;
        this.json = json;
    }

    /**
     * Until the end of the transaction nobody else makes an entry, so that of two applications for one birth the second sees the
     * entry of the first.
     */
    void lock() {
        db.sql("select pg_advisory_xact_lock(hashtextextended('civilregistry.entry', 0))")
                .query((row, n) -> true)
                .single();
    }

    /** Makes the entry under the next number of its book, in the caller's transaction. */
    Reference register(New entry, int year) {
        Reference reference = next(entry.kind().book(year));
        enter(entry, reference);
        return reference;
    }

    /** The next number of a book, in the caller's transaction. */
    Reference next(String book) {
        db.sql("insert into civilregistry.book (name) values (:book) on conflict do nothing")
                .param("book", book)
                .update();
        int number = db.sql("update civilregistry.book set last = last + 1 where name = :book returning last")
                .param("book", book)
                .query(Integer.class)
                .single();
        return new Reference(book, number);
    }

    /** Makes the entry under a number that was taken for it, in the caller's transaction. */
    void enter(New entry, Reference reference) {
        db.sql("""
                        insert into civilregistry.entry (book, number, kind, timing, facts, case_number, registered_at, registered_by,
                          registered_by_name, proposed_by, proposed_by_name)
                        values (:book, :number, :kind, :timing, :facts::jsonb, :case, :at, :by, :byName, :proposedBy, :proposedByName)
                        """)
                .param("book", reference.book())
                .param("number", reference.number())
                .param("kind", entry.kind().name())
                .param("timing", entry.timing().name())
                .param("facts", guarded.kept(entry.facts()))
                .param("case", text(entry.caseNumber()))
                .param("at", entry.at().atOffset(ZoneOffset.UTC))
                .param("by", entry.by())
                .param("byName", entry.byName())
                .param("proposedBy", entry.proposedBy())
                .param("proposedByName", entry.proposedByName())
                .update();
        read(reference, entry.kind(), 0, entry.facts(), Sounds.keys(entry.facts()));
    }

    /** Notes on an entry, in the caller's transaction, which has {@linkplain #lock locked} the register. */
    void annotate(Entry entry, Annotation annotation) {
        db.sql("""
                        insert into civilregistry.annotation (book, number, sequence, ground, changes, why, evidence, annotated_by,
                          annotated_by_name, proposed_by, proposed_by_name, annotated_at)
                        values (:book, :number, :sequence, :ground, :changes::jsonb, :why, :evidence, :by, :byName, :proposedBy,
                          :proposedByName, :at)
                        """)
                .param("book", entry.reference().book())
                .param("number", entry.reference().number())
                .param("sequence", annotation.sequence())
                .param("ground", annotation.ground().name())
                .param("changes", kept(annotation.changes()))
                .param("why", annotation.why())
                .param("evidence", annotation.evidence())
                .param("by", annotation.by())
                .param("byName", annotation.byName())
                .param("proposedBy", annotation.proposedBy())
                .param("proposedByName", annotation.proposedByName())
                .param("at", annotation.at().atOffset(ZoneOffset.UTC))
                .update();
        List<Facts> readings = find(entry.reference()).orElseThrow().readings();
        // Somebody may know it by what it said before.
        Set<String> keys = new TreeSet<>();
        readings.forEach(facts -> keys.addAll(Sounds.keys(facts)));
        read(entry.reference(), entry.kind(), annotation.sequence(), readings.getLast(), keys);
        if (annotation.ground() == Annotation.Ground.ANNULLED) {
            db.sql("update civilregistry.reading set annulled = true where book = :book and number = :number")
                    .param("book", entry.reference().book())
                    .param("number", entry.reference().number())
                    .update();
        }
    }

    private static @Nullable String text(@Nullable CaseNumber number) {
        return number == null ? null : number.text();
    }

    private void read(Reference reference, Kind kind, int sequence, Facts facts, Set<String> keys) {
        db.sql("""
                        insert into civilregistry.reading (book, number, sequence, kind, facts, happened_on, district, keys)
                        values (:book, :number, :sequence, :kind, :facts::jsonb, :on, nullif(:district, ''), :keys)
                        on conflict (book, number) do update set sequence = excluded.sequence, facts = excluded.facts,
                          happened_on = excluded.happened_on, district = excluded.district, keys = excluded.keys
                        """)
                .param("book", reference.book())
                .param("number", reference.number())
                .param("sequence", sequence)
                .param("kind", kind.name())
                .param("facts", guarded.kept(facts))
                .param("on", facts.on(kind.event()))
                .param("district", facts.get(Field.DISTRICT))
                .param("keys", texts(keys.stream()))
                .update();
        db.sql("delete from civilregistry.party where book = :book and number = :number and party <> 'CHILD'")
                .param("book", reference.book())
                .param("number", reference.number())
                .update();
        facts.parties().forEach((party, person) -> setParty(reference, party, person));
    }

    /** Notes whose number the register of people has given to the child. */
    void setChild(Reference reference, PersonNumber child) {
        setParty(reference, Party.CHILD, child);
    }

    private void setParty(Reference reference, Party party, PersonNumber person) {
        db.sql("""
                        insert into civilregistry.party (book, number, party, person) values (:book, :number, :party, :person)
                        on conflict (book, number, party) do update set person = excluded.person
                        """)
                .param("book", reference.book())
                .param("number", reference.number())
                .param("party", party.name())
                .param("person", person.digits())
                .update();
    }

    Optional<Entry> find(Reference reference) {
        return db.sql(ENTRY + """
                        where e.book = :book and e.number = :number
                        """)
                .param("book", reference.book())
                .param("number", reference.number())
                .query((row, n) -> entry(row))
                .optional();
    }

    /** Whether the birth is registered and sealed: all that may be known of it, and only so that nobody registers it again. */
    boolean isSealed(Facts birth) {
        return db.sql("select civilregistry.is_sealed_birth(:mother, :born, :order)")
                .param("mother", birth.get(Field.MOTHER_NUMBER))
                .param("born", birth.get(Field.BORN_ON))
                .param("order", Integer.toString(birth.birthOrder()))
                .query(Boolean.class)
                .single();
    }

    /** A sealed entry that two registrars opened for the moment; the only way to one. */
    Optional<Entry> opened(long opening) {
        return db.sql("select e.*, null as child from civilregistry.opened(:opening) e")
                .param("opening", opening)
                .query((row, n) -> entry(
                        row,
                        db.sql("select * from civilregistry.opened_annotations(:opening)")
                                .param("opening", opening)
                                .query((note, m) -> annotation(note))
                                .list()))
                .optional();
    }

    Optional<Entry> ofCase(CaseNumber number) {
        return db.sql(ENTRY + """
                        where e.case_number = :case
                        """)
                .param("case", number.text())
                .query((row, n) -> entry(row))
                .optional();
    }

    /** The entries in which somebody has a part, the newest first; at most 50. */
    List<Entry> of(PersonNumber person) {
        return db.sql(ENTRY + """
                        where exists (select from civilregistry.party p
                          where p.book = e.book and p.number = e.number and p.person = :person)
                        order by r.happened_on desc, e.book, e.number limit :limit
                        """)
                .param("person", person.digits())
                .param("limit", MOST_FOUND)
                .query((row, n) -> entry(row))
                .list();
    }

    /** The entries in whose names each part of a name sounds, as that of somebody in it, the newest first; at most 50. */
    List<Entry> named(String name) {
        List<Entry> found = db.sql(ENTRY + """
                        where r.keys && :keys order by r.happened_on desc limit :limit
                        """)
                .param("keys", new SqlArrayValue("text", Sounds.search(name).toArray()))
                .param("limit", MOST_NEAR)
                .query((row, n) -> entry(row))
                .list();
        return found.stream()
                .filter(entry -> entry.readings().stream().anyMatch(facts -> Sounds.has(facts, name)))
                .limit(MOST_FOUND)
                .toList();
    }

    List<Entry> on(LocalDate day) {
        return db.sql(ENTRY + """
                        where r.happened_on = :day order by e.book, e.number limit :limit
                        """)
                .param("day", day)
                .param("limit", MOST_FOUND)
                .query((row, n) -> entry(row))
                .list();
    }

    /** What an event is compared with: all of its persons, and those of about its day whose names sound alike or that were in its district. */
    List<Reading> near(VitalEvent event, Facts facts) {
        Collection<String> keys = Sounds.keys(facts);
        return db.sql("""
                        with near as (
                          select book, number from civilregistry.party where person = any(:persons)
                          union select book, number from civilregistry.reading
                            where happened_on between :from and :to and (keys && :keys or district = :district))
                        select r.* from near join civilregistry.reading r using (book, number)
                        where r.kind = any(:kinds) and not r.annulled
                        order by abs(r.happened_on - :on::date) limit :limit
                        """)
                .param("persons", texts(facts.persons().stream().map(PersonNumber::digits)))
                .param("on", facts.on(event))
                .param("from", facts.on(event).minusDays(event.nearDays()))
                .param("to", facts.on(event).plusDays(event.nearDays()))
                .param("keys", texts(keys.stream()))
                .param("district", facts.get(Field.DISTRICT))
                .param("kinds", texts(event.kinds().stream().map(Kind::name)))
                .param("limit", MOST_NEAR)
                .query((row, n) -> new Reading(
                        reference(row), Kind.valueOf(row.getString("kind")), guarded.read(row.getString("facts"))))
                .list();
    }

    private static SqlArrayValue texts(Stream<String> all) {
        return new SqlArrayValue("text", all.toArray());
    }

    private static Reference reference(ResultSet row) throws SQLException {
        return new Reference(row.getString("book"), row.getInt("number"));
    }

    private Entry entry(ResultSet row) throws SQLException {
        return entry(row, annotations(reference(row)));
    }

    private Entry entry(ResultSet row, List<Annotation> annotations) throws SQLException {
        Reference reference = reference(row);
        String child = row.getString("child");
        String number = row.getString("case_number");
        return new Entry(
                reference,
                Kind.valueOf(row.getString("kind")),
                Timing.valueOf(row.getString("timing")),
                guarded.read(row.getString("facts")),
                number == null ? null : new CaseNumber(number),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                row.getString("registered_by"),
                row.getString("registered_by_name"),
                row.getString("proposed_by_name"),
                child == null ? null : new PersonNumber(child),
                annotations);
    }

    private List<Annotation> annotations(Reference reference) {
        return db.sql("""
                        select * from civilregistry.annotation where book = :book and number = :number order by sequence
                        """)
                .param("book", reference.book())
                .param("number", reference.number())
                .query((row, n) -> annotation(row))
                .list();
    }

    private Annotation annotation(ResultSet row) throws SQLException {
        return new Annotation(
                row.getInt("sequence"),
                Annotation.Ground.valueOf(row.getString("ground")),
                changes(row.getString("changes")),
                row.getString("why"),
                row.getString("evidence"),
                row.getString("annotated_by"),
                row.getString("annotated_by_name"),
                row.getString("proposed_by"),
                row.getString("proposed_by_name"),
                row.getObject("annotated_at", OffsetDateTime.class).toInstant());
    }

    /** The changes of an annotation as they are kept. */
    String kept(List<Annotation.Change> changes) {
        ArrayNode kept = json.createArrayNode();
        for (Annotation.Change change : changes) {
            kept.addObject()
                    .put("field", change.field().key())
                    .put("old", guarded.sealed(change.field(), change.old()))
                    .put("new", guarded.sealed(change.field(), change.now()));
        }
        return kept.toString();
    }

    /** And as they are read. */
    List<Annotation.Change> changes(String kept) {
        List<Annotation.Change> changes = new ArrayList<>();
        for (JsonNode one : json.readTree(kept)) {
            Field field = Field.of(one.path("field").asString("")).orElseThrow();
            changes.add(new Annotation.Change(
                    field,
                    guarded.opened(field, text((ObjectNode) one, "old")),
                    guarded.opened(field, text((ObjectNode) one, "new"))));
        }
        return changes;
    }

    private static @Nullable String text(ObjectNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }
}
