package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Base32;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signing in on one device by confirming it on another one. The picture that is scanned says nothing of who will sign in; the browser that
 * showed it is bound by a cookie. Two digits that stand beside the picture are typed on the other device, so that nobody confirms
 * without having looked.
 */
@Component
class Links {
    static final Duration LIFE = Duration.ofMinutes(2);

    private static final int CODE_CHARACTERS = 10;
    private static final int ASKED_PER_ADDRESS = 30;
    private static final int LOOKS_PER_ADDRESS = 60;
    private static final int CONFIRMED_PER_PERSON = 20;
    private static final Duration SHORT = Duration.ofMinutes(15);

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient db;
    private final People people;
    private final Codes codes;
    private final RateLimits limits;
    private final Audit audit;
    private final Clock clock;

    Links(JdbcClient db, People people, Codes codes, RateLimits limits, Audit audit, Clock clock) {
        this.db = db;
        this.people = people;
        this.codes = codes;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * One that is under way.
     *
     * @param match the two digits
     * @param network of the browser that asks: the part of its address that a household or office has in common
     * @param person who confirmed it, or null
     */
    record Link(
            byte[] cookieHash,
            String match,
            String device,
            @Nullable String country,
            String network,
            Instant askedAt,
            boolean refused,
            @Nullable UUID person,
            @Nullable Assurance level,
            @Nullable Instant levelAt) {}

    /** What the asking browser holds: its cookie, and what it shows. */
    record Asked(String cookie, String code) {}

    /** Who confirmed, and how surely he was known where he did. */
    record Confirmed(Person person, Assurance level, Instant at) {}

    Asked ask(Client client, String address) {
        limits.count("link:" + RateLimits.address(address), ASKED_PER_ADDRESS, SHORT);
        String cookie = codes.cookie();
        String code = code(cookie);
        Place place = client.place();
        db.sql("""
                        insert into identity.device_link (cookie_hash, code_hash, match, device, country, network, asked_at, until)
                        values (:cookie, :code, :match, :device, :country, :network, :now, :until)
                        """)
                .param("cookie", Sha256.of(cookie))
                .param("code", Sha256.of(code))
                .param("match", String.format(Locale.ROOT, "%02d", random.nextInt(100)))
                .param("device", client.name())
                .param("country", place == null ? null : place.country())
                .param("network", RateLimits.address(address))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("until", clock.instant().plus(LIFE).atOffset(ZoneOffset.UTC))
                .update();
        return new Asked(cookie, code);
    }

    /** The code in the picture follows from the cookie, so that it can be shown again and is kept nowhere; back it does not lead. */
    String code(String cookie) {
        byte[] digest = Sha256.of("link/" + cookie);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_CHARACTERS; i++) {
            code.append(Base32.character(digest[i] & 31));
        }
        return code.toString();
    }

    Optional<Link> asked(String cookie) {
        return find("cookie_hash", Sha256.of(cookie));
    }

    /** @throws bz.ceiba.platform.kernel.Problem TOO_MANY */
    Optional<Link> shown(String code, String address) {
        limits.count("link-look:" + RateLimits.address(address), LOOKS_PER_ADDRESS, SHORT);
        return find("code_hash", Sha256.of(cleaned(code))).filter(link -> link.person() == null && !link.refused());
    }

    private static String cleaned(String code) {
        return Base32.unambiguous(code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
    }

    private Optional<Link> find(String column, byte[] hash) {
        return db.sql("select * from identity.device_link where %s = :hash and until > :now".formatted(column))
                .param("hash", hash)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> link(row))
                .optional();
    }

    /**
     * Counts a try to confirm one, in no transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem TOO_MANY
     */
    void admit(Person person) {
        limits.count("link-confirm:" + person.number().digits(), CONFIRMED_PER_PERSON, SHORT);
    }

    /**
     * Confirms it. Whoever types other digits has not looked at the right screen: that ends it.
     *
     * @param level how surely the person is known on the device where he confirms; more than {@link Assurance#SUBSTANTIAL} is not handed on
     * @param at since when
     * @return false when it is over, was confirmed already, or the digits are not those
     */
    @Transactional
    boolean confirm(String code, String match, Person person, Assurance level, Instant at) {
        byte[] hash = Sha256.of(cleaned(code));
        db.sql("select 1 from identity.device_link where code_hash = :hash for update")
                .param("hash", hash)
                .query(Integer.class)
                .optional();
        Optional<Link> open = find("code_hash", hash).filter(link -> link.person() == null && !link.refused());
        if (open.isEmpty()) {
            return false;
        }
        if (!open.get().match().equals(match)) {
            refuse(code);
            return false;
        }
        Assurance handed = level.reaches(Assurance.SUBSTANTIAL) ? Assurance.SUBSTANTIAL : Assurance.LOW;
        db.sql(
                        "update identity.device_link set person = :person, level = :level, level_at = :at where code_hash = :hash")
                .param("person", person.id())
                .param("level", handed.name())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("hash", hash)
                .update();
        audit.record(new AuditEntry(
                AuditEvent.DEVICE_LINKED,
                person.number().digits(),
                person.name(),
                null,
                person.number(),
                null,
                null,
                Map.of("device", open.get().device(), "level", handed.name())));
        return true;
    }

    void refuse(String code) {
        db.sql("update identity.device_link set refused = true where code_hash = :hash and person is null")
                .param("hash", Sha256.of(cleaned(code)))
                .update();
    }

    /** Takes a confirmed one away and tells who it was; of two that ask at the same time one gets it. */
    @Transactional
    Optional<Confirmed> take(String cookie) {
        return db.sql("""
                delete from identity.device_link where cookie_hash = :hash and until > :now and person is not null returning *
                """)
                .param("hash", Sha256.of(cookie))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> link(row))
                .optional()
                .flatMap(link -> people.find(Objects.requireNonNull(link.person()))
                        .filter(person -> person.status() == Person.Status.ACTIVE)
                        .map(person -> new Confirmed(
                                person, Objects.requireNonNull(link.level()), Objects.requireNonNull(link.levelAt()))));
    }

    void forget() {
        db.sql("delete from identity.device_link where until < :now")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Link link(ResultSet row) throws SQLException {
        String level = row.getString("level");
        OffsetDateTime at = row.getObject("level_at", OffsetDateTime.class);
        return new Link(
                row.getBytes("cookie_hash"),
                row.getString("match"),
                row.getString("device"),
                row.getString("country"),
                row.getString("network"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("refused"),
                row.getObject("person", UUID.class),
                level == null ? null : Assurance.valueOf(level),
                at == null ? null : at.toInstant());
    }
}
