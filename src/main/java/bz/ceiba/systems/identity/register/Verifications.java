package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Assurance;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was verified about people (OpenID Identity Assurance Schema Definition 1.0). Of what verifications say about the same claim the
 * one counts that says it of the latest day, and of these the one that came last; a verification that says otherwise backs that
 * claim no more. None is forgotten: {@link #of(UUID, Set, Instant)} tells what was known on an earlier day.
 */
@Component
public class Verifications {
    private static final String COPY = """
            copy identity.verification (id, person, trust_framework, assurance_level, verified_at, process, source, evidence, claims,
              valid_from, known_from) from stdin
            """;

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<Object>> ARRAY = new TypeReference<>() {};
    private static final TypeReference<List<Evidence>> EVIDENCE = new TypeReference<>() {};

    private final JdbcClient db;
    private final JdbcTemplate connections;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private record Known(
            String trustFramework,
            Assurance level,
            Instant at,
            String process,
            String source,
            String evidence,
            Map<String, @Nullable Object> claims,
            LocalDate validFrom,
            Instant knownFrom) {}

    Verifications(JdbcClient db, JdbcTemplate connections, Clock clock) {
        this.db = db;
        this.connections = connections;
        this.clock = clock;
    }

    /** Adds many at once, in the current transaction. */
    void add(List<Verification> verifications) {
        connections.execute((Connection connection) -> Lines.copy(connection, COPY, verifications, this::line));
    }

    private Lines line(Verification verification) {
        return new Lines()
                .add(verification.id())
                .add(verification.person())
                .add(Verification.TRUST_FRAMEWORK)
                .add(verification.level().name().toLowerCase(Locale.ROOT))
                .add(verification.at())
                .add(verification.process())
                .add(verification.source())
                .add(json.writerFor(EVIDENCE).writeValueAsString(verification.evidence()))
                .add(json.writeValueAsString(verification.claims()))
                .add(verification.validFrom())
                .add(verification.knownFrom());
    }

    /** From now on the register stands by it no more. */
    void withdraw(UUID person, String process, String source) {
        db.sql("""
                update identity.verification set known_until = greatest(known_from, :now)
                where person = :person and process = :process and source = :source and known_until is null
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("person", person)
                .param("process", process)
                .param("source", source)
                .update();
    }

    /** What is verified now of these claims, the best proved first; a claim may be in several. */
    public List<VerifiedClaims> of(UUID person, Set<String> claims) {
        return of(person, claims, clock.instant());
    }

    /** The same as it was known at an earlier time. */
    List<VerifiedClaims> of(UUID person, Set<String> claims, Instant knownAt) {
        List<Known> known = known(person, knownAt);
        Map<String, @Nullable Object> said = new HashMap<>();
        // In rising order, so that what counts comes last.
        known.forEach(one -> said.putAll(one.claims()));
        List<VerifiedClaims> verified = new ArrayList<>();
        known.stream()
                .sorted(Comparator.comparing(Known::level)
                        .thenComparing(Known::at)
                        .reversed())
                .forEach(one -> {
                    Map<String, Object> backed = new LinkedHashMap<>();
                    one.claims().forEach((name, value) -> {
                        if (value != null && claims.contains(name) && value.equals(said.get(name))) {
                            backed.put(name, value);
                        }
                    });
                    if (!backed.isEmpty()) {
                        verified.add(new VerifiedClaims(verification(one), backed));
                    }
                });
        return verified;
    }

    private Map<String, Object> verification(Known one) {
        Map<String, Object> element = new LinkedHashMap<>();
        element.put("trust_framework", one.trustFramework());
        element.put("assurance_level", one.level().name().toLowerCase(Locale.ROOT));
        element.put("time", one.at().truncatedTo(ChronoUnit.SECONDS).toString());
        element.put("verification_process", one.process());
        element.put("evidence", json.readValue(one.evidence(), ARRAY));
        return element;
    }

    /** Since which day at the latest each claim is what it is, by its name. */
    Map<String, LocalDate> since(UUID person) {
        Map<String, LocalDate> since = new HashMap<>();
        known(person, clock.instant())
                .forEach(one -> one.claims().keySet().forEach(claim -> since.put(claim, one.validFrom())));
        return since;
    }

    /**
     * Who verified a claim, as it stands now, and when.
     *
     * @param source the agency
     */
    record Backing(String source, Instant at, Assurance level) {}

    /** Of each claim by its name the best proof. */
    Map<String, Backing> backing(UUID person) {
        List<Known> known = known(person, clock.instant());
        Map<String, @Nullable Object> said = new HashMap<>();
        known.forEach(one -> said.putAll(one.claims()));
        Map<String, Backing> backing = new HashMap<>();
        known.stream()
                .sorted(Comparator.comparing(Known::level).thenComparing(Known::at))
                .forEach(one -> one.claims().forEach((claim, value) -> {
                    if (Objects.equals(value, said.get(claim))) {
                        backing.put(claim, new Backing(one.source(), one.at(), one.level()));
                    }
                }));
        return backing;
    }

    /** How surely it is proved who the person is: the best of what was verified; LOW when nothing was. */
    public Assurance proofed(Person person) {
        return known(person.id(), clock.instant()).stream()
                .map(Known::level)
                .max(Comparator.naturalOrder())
                .orElse(Assurance.LOW);
    }

    /** What was known at a time, as it would count: the later what it says became so, and the later it came, the later here. */
    private List<Known> known(UUID person, Instant at) {
        return db.sql("""
                select trust_framework, assurance_level, verified_at, process, source, evidence::text as evidence, claims::text as claims, valid_from,
                  known_from
                from identity.verification
                where person = :person and known_from <= :at and (known_until is null or known_until > :at)
                order by valid_from, known_from, id
                """)
                .param("person", person)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Known(
                        row.getString("trust_framework"),
                        Assurance.valueOf(row.getString("assurance_level").toUpperCase(Locale.ROOT)),
                        row.getObject("verified_at", OffsetDateTime.class).toInstant(),
                        row.getString("process"),
                        row.getString("source"),
                        row.getString("evidence"),
                        Objects.requireNonNull(json.readValue(row.getString("claims"), OBJECT)),
                        row.getObject("valid_from", LocalDate.class),
                        row.getObject("known_from", OffsetDateTime.class).toInstant()))
                .list();
    }
}
