package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.border.Draft.Content;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Declarations that were sent. */
@Component
class Declarations {
    private static final String PREFIX = "BD";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_TRIES = 5;

    /** Who travellers are, which both agencies need to know. */
    private static final List<String> IDENTITY = List.of("surname", "given", "number", "nationality");

    private static final String SELECT = """
            select number, version, direction, port, travel_date, carrier, travellers, person, withdrawn_at, submitted_at
            from border.declaration
            """;

    private final JdbcClient db;
    private final Sealed sealed;
    private final Questions questions;
    private final JsonMapper json;
    private final Clock clock;

    Declarations(JdbcClient db, Sealed sealed, Questions questions, JsonMapper json, Clock clock) {
        this.db = db;
        this.sealed = sealed;
        this.questions = questions;
        this.json = json;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Declaration read(ResultSet row, int n) throws SQLException {
        OffsetDateTime withdrawn = row.getObject("withdrawn_at", OffsetDateTime.class);
        return new Declaration(
                row.getString("number"),
                row.getInt("version"),
                row.getString("direction").equals("ARRIVAL"),
                row.getString("port"),
                row.getObject("travel_date", LocalDate.class),
                row.getString("carrier"),
                row.getInt("travellers"),
                row.getString("person"),
                withdrawn == null ? null : withdrawn.toInstant(),
                row.getObject("submitted_at", OffsetDateTime.class).toInstant());
    }

    /** By what somebody typed or another system sent. */
    Optional<Declaration> find(String number) {
        return CaseNumber.parse(number).flatMap(known -> db.sql(SELECT + "where number = :number")
                .param("number", known.text())
                .query(Declarations::read)
                .optional());
    }

    /** One that nobody else changes or decides until the current transaction ends. */
    Optional<Declaration> locked(String number) {
        return db.sql(SELECT + "where number = :number for update")
                .param("number", number)
                .query(Declarations::read)
                .optional();
    }

    /** A flight, vessel or vehicle as all write it: UA 1456, ua1456 and UA-1456 are one. */
    static String carrier(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Writes the first version, under a number that no other has. */
    Declaration add(Draft draft, Content content) {
        int year = LocalDate.ofInstant(clock.instant(), Country.ZONE).getYear();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            String number = CaseNumber.random(PREFIX, year, RANDOM).text();
            if (enter(number, draft, content)) {
                write(number, 1, content);
                return find(number).orElseThrow();
            }
        }
        throw new IllegalStateException(MOST_TRIES + " random numbers of declarations were all taken");
    }

    /** False when the number is taken: with a million declarations a year that is one in a thousand. */
    boolean enter(String number, Draft draft, Content content) {
        ObjectNode form = content.form();
        return db.sql("""
                        insert into border.declaration
                          (number, version, direction, port, travel_date, carrier, travellers, person, language, submitted_at)
                        values (:number, 1, :direction, :port, :date, :carrier, :travellers, :person, :language, :now)
                        on conflict (number) do nothing
                        """)
                        .param("number", number)
                        .param("direction", form.path("direction").asString("").toUpperCase(Locale.ROOT))
                        .param("port", form.path("port").asString(""))
                        .param("date", LocalDate.parse(form.path("travelDate").asString("")))
                        .param("carrier", carrier(form.path("carrier").asString("")))
                        .param("travellers", content.travellers().size())
                        .param("person", draft.person())
                        .param("language", draft.language())
                        .param("now", now())
                        .update()
                == 1;
    }

    /** Writes the next version of a locked one. */
    Declaration change(Declaration before, Content content) {
        ObjectNode form = content.form();
        db.sql("""
                update border.declaration set version = :version, direction = :direction, port = :port,
                  travel_date = :date, carrier = :carrier, travellers = :travellers
                where number = :number
                """)
                .param("number", before.number())
                .param("version", before.version() + 1)
                .param("direction", form.path("direction").asString("").toUpperCase(Locale.ROOT))
                .param("port", form.path("port").asString(""))
                .param("date", LocalDate.parse(form.path("travelDate").asString("")))
                .param("carrier", carrier(form.path("carrier").asString("")))
                .param("travellers", content.travellers().size())
                .update();
        write(before.number(), before.version() + 1, content);
        return find(before.number()).orElseThrow();
    }

    private void write(String number, int version, Content content) {
        for (Part part : Part.values()) {
            write(number, version, part, cut(content, part));
        }
        write(number, version, content.travellers().stream().map(sealed::mac).toArray(byte[][]::new));
    }

    private void write(String number, int version, Part part, JsonNode said) {
        db.sql("""
                insert into border.part (number, version, agency, sealed, said_at)
                values (:number, :version, :agency, :sealed, :now)
                """)
                .param("number", number)
                .param("version", version)
                .param("agency", part.agency())
                .param("sealed", sealed.seal(said, place(number, version, part)))
                .param("now", now())
                .update();
    }

    private void write(String number, int version, byte[][] documents) {
        db.sql("""
                insert into border.traveller (number, version, position, document_mac)
                select :number, :version, at, mac
                from unnest(cast(:macs as bytea[])) with ordinality as one(mac, at)
                """)
                .param("number", number)
                .param("version", version)
                .param("macs", documents)
                .update();
    }

    private static String place(String number, int version, Part part) {
        return "border.part/" + number + "/" + version + "/" + part.agency();
    }

    /**
     * What a part has: its questions' answers; and of travellers, both need to know who they are, Immigration alone the rest of the
     * document.
     */
    private ObjectNode cut(Content content, Part part) {
        ObjectNode cut = JsonNodeFactory.instance.objectNode();
        for (String field : questions.declaration().where("x-agency", part.agency())) {
            JsonNode answer = content.form().get(field);
            if (answer != null) {
                cut.set(field, answer);
            }
        }
        if (part == Part.CUSTOMS) {
            return cut;
        }
        List<ObjectNode> people = new ArrayList<>();
        for (Traveller one : content.travellers()) {
            ObjectNode person = json.valueToTree(one);
            boolean mine = part == Part.IMMIGRATION;
            person.retain(mine ? List.of("issuer", "birth", "expiry", "sex", "checked") : IDENTITY);
            people.add(person);
        }
        people.forEach(cut.putArray("travellers")::add);
        return cut;
    }

    /** One part of a version; empty once it is erased. */
    Optional<JsonNode> part(String number, int version, Part part) {
        return db
                .sql("""
                select sealed from border.part
                where number = :number and version = :version and agency = :agency and sealed is not null
                """)
                .param("number", number)
                .param("version", version)
                .param("agency", part.agency())
                .query(byte[].class)
                .list()
                .stream()
                .findFirst()
                .map(bytes -> sealed.open(bytes, place(number, version, part)));
    }

    /** Writes what another node says of one, unless it is known in that version or a later one. */
    void copy(ToldDeclaration told) {
        boolean newer = db.sql("""
                        insert into border.declaration as known
                          (number, version, direction, port, travel_date, carrier, travellers, person, submitted_at)
                        values (:number, :version, :direction, :port, :date, :carrier, :travellers, :person, :submitted)
                        on conflict (number) do update set version = excluded.version, direction = excluded.direction,
                          port = excluded.port, travel_date = excluded.travel_date, carrier = excluded.carrier,
                          travellers = excluded.travellers
                        where known.version < excluded.version and known.erased_at is null
                        """)
                        .param("number", told.number())
                        .param("version", told.version())
                        .param("direction", told.arrival() ? "ARRIVAL" : "DEPARTURE")
                        .param("port", told.port())
                        .param("date", told.travelDate())
                        .param("carrier", told.carrier())
                        .param("travellers", told.travellers().size())
                        .param("person", told.person())
                        .param("submitted", told.submittedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        if (newer) {
            ObjectNode both =
                    told.said().deepCopy().retain(questions.declaration().where("x-agency", Part.BOTH.agency()));
            ArrayNode people = both.putArray("travellers");
            told.travellers().forEach(one -> people.add(((ObjectNode) one.deepCopy()).retain(IDENTITY)));
            write(told.number(), told.version(), Part.BOTH, both);
            write(
                    told.number(),
                    told.version(),
                    Part.CUSTOMS,
                    told.said().deepCopy().retain(questions.declaration().where("x-agency", Part.CUSTOMS.agency())));
            write(
                    told.number(),
                    told.version(),
                    told.travellers().stream()
                            .map(one -> sealed.documentMac(Traveller.documentKey(
                                    one.path("issuer").asString(""),
                                    one.path("number").asString(""))))
                            .toArray(byte[][]::new));
        }
    }

    /** Marks a locked one as withdrawn. */
    void withdraw(String number, Instant at) {
        db.sql("update border.declaration set withdrawn_at = :at where number = :number and withdrawn_at is null")
                .param("number", number)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** A person's own, the latest journey first, at most 50. */
    List<Declaration> of(String person) {
        return db.sql(SELECT + "where person = :person order by travel_date desc, submitted_at desc limit 50")
                .param("person", person)
                .query(Declarations::read)
                .list();
    }

    /** Erases what travellers on journeys before a day had said; answers of how many declarations. */
    int erase(LocalDate before) {
        List<String> due = db.sql("""
                update border.declaration set erased_at = :now
                where erased_at is null and travel_date < :before returning number
                """)
                .param("now", now())
                .param("before", before)
                .query(String.class)
                .list();
        String[] numbers = due.toArray(String[]::new);
        db.sql("update border.part set sealed = null where number = any(:numbers)")
                .param("numbers", numbers)
                .update();
        db.sql("delete from border.traveller where number = any(:numbers)")
                .param("numbers", numbers)
                .update();
        db.sql("delete from border.registered where number = any(:numbers)")
                .param("numbers", numbers)
                .update();
        return due.size();
    }
}
