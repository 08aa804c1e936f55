package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.AuditEvent.Kind;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The log as people read it: the person whose data it is about, and the auditors. */
@Component
public class Disclosures {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final List<String> DISCLOSED = Arrays.stream(AuditEvent.values())
            .filter(event -> event.kind() != Kind.ACT)
            .map(Enum::name)
            .toList();

    private static final String SELECT = """
            select e.seq, e.at, e.event, e.actor, e.actor_name, e.agency, e.subject, e.case_number, e.purpose,
                   e.detail::text as detail,
                   (select c.size
                      from audit.leaf l
                      join lateral (
                        select size from audit.checkpoint where size > l.index order by size limit 1) c on true
                     where l.seq = e.seq) as checkpoint
              from audit.entry e
            """;

    private final JdbcClient db;
    private final ObjectProvider<WithheldLookUps> withheld;
    private final ObjectProvider<SealedRecords> sealed;
    private final Clock clock;

    Disclosures(
            JdbcClient db,
            ObjectProvider<WithheldLookUps> withheld,
            ObjectProvider<SealedRecords> sealed,
            Clock clock) {
        this.db = db;
        this.withheld = withheld;
        this.sealed = sealed;
        this.clock = clock;
    }

    /**
     * Who else has looked at a person's data, or tried to and was refused; newest first.
     *
     * @param page from 0 to {@link Excerpt#LAST_PAGE}
     */
    public Excerpt about(PersonNumber person, int page) {
        Map<String, Object> parameters = new HashMap<>();
        String shown = shown(parameters, List.of(person));
        return Excerpt.of(db.sql(SELECT
                        + " where e.subject = :person and e.actor <> :person and e.event = any (:events)" + shown
                        + " order by e.seq desc limit :limit offset :offset")
                .params(parameters)
                .param("person", person.digits())
                .param("events", DISCLOSED.toArray(String[]::new))
                .param("limit", Excerpt.SIZE + 1)
                .param("offset", Excerpt.offset(page))
                .query((row, n) -> disclosure(row))
                .list());
    }

    /** One entry about a person, by its number. */
    public Optional<Disclosure> entry(PersonNumber person, long number) {
        Map<String, Object> parameters = new HashMap<>();
        return db.sql(SELECT + " where e.subject = :person and e.seq = :seq" + shown(parameters, List.of(person)))
                .params(parameters)
                .param("person", person.digits())
                .param("seq", number)
                .query((row, n) -> disclosure(row))
                .optional();
    }

    /** The agencies that appear in a person's log. */
    public List<String> agencies(PersonNumber person) {
        Map<String, Object> parameters = new HashMap<>();
        return db.sql("select distinct e.agency from audit.entry e where e.subject = :person and e.agency is not null"
                        + shown(parameters, List.of(person)))
                .params(parameters)
                .param("person", person.digits())
                .query(String.class)
                .list();
    }

    /**
     * Every use of a person's identity and data, and what he did for others, newest first. That our own portal got a token at his
     * sign-in is no use besides the sign-in.
     *
     * @param others those for whom he acts or ever did
     * @param filter which of them
     * @param page from 0 to {@link Excerpt#LAST_PAGE}
     */
    public Excerpt uses(PersonNumber person, Collection<PersonNumber> others, UseFilter filter, int page) {
        UseKind kind = filter.kind();
        List<UseKind> kinds = kind == null ? List.of(UseKind.values()) : List.of(kind);
        String which = kinds.stream().map(Disclosures::where).collect(Collectors.joining(" or "));
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("person", person.digits());
        parameters.put(
                "anybody",
                Stream.concat(Stream.of(person), others.stream())
                        .map(PersonNumber::digits)
                        .toArray(String[]::new));
        for (UseKind one : kinds) {
            parameters.put(one.name(), one.events().toArray(String[]::new));
        }
        String narrower = filter.where(parameters);
        return Excerpt.of(db.sql(SELECT + " where e.subject = any(:anybody) and (" + which + ")" + narrower
                        + shown(
                                parameters,
                                Stream.concat(Stream.of(person), others.stream())
                                        .toList())
                        + " order by e.seq desc limit :limit offset :offset")
                .params(parameters)
                .param("limit", Excerpt.SIZE + 1)
                .param("offset", Excerpt.offset(page), Types.INTEGER)
                .query((row, n) -> disclosure(row))
                .list());
    }

    /** Leaves out what was sealed, and what a court lets an agency keep from the person for now; the same on all pages that the person reads. */
    private String shown(Map<String, Object> parameters, List<PersonNumber> people) {
        return unsealed(parameters, people) + undelayed(parameters);
    }

    private String unsealed(Map<String, Object> parameters, List<PersonNumber> people) {
        List<SealedRecords.Sealed> all =
                sealed.stream().map(one -> one.of(people)).toList();
        String[] records =
                all.stream().flatMap(one -> one.records().stream()).distinct().toArray(String[]::new);
        if (records.length == 0) {
            return "";
        }
        parameters.put("sealed_records", records);
        parameters.put(
                "sealed_cases",
                all.stream().flatMap(one -> one.cases().stream()).toArray(String[]::new));
        return " and not (coalesce(e.detail ->> 'record', '') = any(:sealed_records)"
                + " or coalesce(e.case_number, '') = any(:sealed_cases))";
    }

    private String undelayed(Map<String, Object> parameters) {
        List<WithheldLookUps.Order> orders =
                withheld.stream().flatMap(one -> one.now().stream()).toList();
        if (orders.isEmpty()) {
            return "";
        }
        parameters.put(
                "agencies", orders.stream().map(WithheldLookUps.Order::agency).toArray(String[]::new));
        parameters.put(
                "cases", orders.stream().map(order -> order.caseNumber().text()).toArray(String[]::new));
        return " " + """
                and not (e.event in ('REGISTER_ASKED', 'REGISTER_REFUSED') and exists (
                  select 1 from unnest(cast(:agencies as text[]), cast(:cases as text[])) as w(agency, case_number)
                   where w.agency = e.agency and w.case_number = e.case_number))""";
    }

    private static String where(UseKind kind) {
        return switch (kind) {
            case SIGN_IN -> "(e.subject = :person and e.event = any(:SIGN_IN))";
            case SERVICE ->
                "(e.subject = :person and e.event = any(:SERVICE) and coalesce(e.detail ->> 'client', '') <> 'ceiba')";
            case OFFICE -> "(e.subject = :person and e.actor <> :person and e.event = any(:OFFICE))";
            case FOR_ME -> """
                (e.subject = :person and (e.event = any(:FOR_ME) or (e.actor <> :person and jsonb_exists(e.detail, 'ground'))))""";
            case BY_ME -> """
                (e.subject <> :person and ((e.actor = :person and e.agency is null)
                  or (e.event = any(:BY_ME) and e.detail ->> 'actor' = :person)))""";
        };
    }

    /**
     * What an auditor looks for, newest first. Without a case or a person to look for, and without a day, it is today's.
     *
     * @param page from 0 to {@link Excerpt#LAST_PAGE}
     */
    public Excerpt search(AuditSearch search, int page) {
        StringBuilder where = new StringBuilder(" where true");
        Map<String, Object> parameters = new HashMap<>();
        if (search.caseNumber() != null) {
            where.append(" and e.case_number = :case");
            parameters.put("case", search.caseNumber().text());
        }
        if (search.actor() != null) {
            // The index on actors is for those who act for an agency.
            where.append(" and e.actor = :actor and e.agency is not null");
            parameters.put("actor", search.actor().digits());
        }
        if (search.subject() != null) {
            where.append(" and e.subject = :subject");
            parameters.put("subject", search.subject().digits());
        }
        if (search.event() != null) {
            where.append(" and e.event = :event");
            parameters.put("event", search.event().name());
        }
        @Nullable LocalDate day = search.day();
        if (day == null && !search.isNarrow()) {
            day = Country.today(clock);
        }
        if (day != null) {
            where.append(" and e.at >= :from and e.at < :to");
            parameters.put("from", start(day));
            parameters.put("to", start(day.plusDays(1)));
        }
        where.append(search.isNarrow() ? " order by e.seq desc" : " order by e.at desc, e.seq desc");
        return Excerpt.of(db.sql(SELECT + where + " limit :limit offset :offset")
                .params(parameters)
                .param("limit", Excerpt.SIZE + 1)
                .param("offset", Excerpt.offset(page), Types.INTEGER)
                .query((row, n) -> disclosure(row))
                .list());
    }

    /** When each of them last acted for an agency, as far as he ever did. */
    public Map<PersonNumber, Instant> lastActed(String agency, Collection<PersonNumber> people) {
        Map<PersonNumber, Instant> last = new HashMap<>();
        db.sql("""
                        select p.actor, l.at from unnest(:actors::text[]) as p(actor)
                        join lateral (
                          select e.at from audit.entry e where e.actor = p.actor and e.agency = :agency
                          order by e.seq desc limit 1) l on true
                        """)
                .param("actors", people.stream().map(PersonNumber::digits).toArray(String[]::new))
                .param("agency", agency)
                .query(row -> {
                    last.put(
                            new PersonNumber(row.getString("actor")),
                            row.getObject("at", OffsetDateTime.class).toInstant());
                });
        return last;
    }

    /**
     * All that somebody did in a time, newest first.
     *
     * @param page from 0 to {@link Excerpt#LAST_PAGE}
     */
    public Excerpt by(PersonNumber actor, Instant from, Instant to, int page) {
        return Excerpt.of(db.sql(SELECT + """
                         where e.actor = :actor and e.at >= :from and e.at <= :to
                         order by e.at desc, e.seq desc
                         limit :limit offset :offset
                        """)
                .param("actor", actor.digits())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .param("limit", Excerpt.SIZE + 1)
                .param("offset", Excerpt.offset(page))
                .query((row, n) -> disclosure(row))
                .list());
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay(Country.ZONE).toOffsetDateTime();
    }

    private static Disclosure disclosure(ResultSet row) throws SQLException {
        long checkpoint = row.getLong("checkpoint");
        @Nullable Long sealed = row.wasNull() ? null : checkpoint;
        return new Disclosure(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                AuditEvent.valueOf(row.getString("event")),
                row.getString("actor"),
                row.getString("actor_name"),
                row.getString("agency"),
                row.getString("subject"),
                row.getString("case_number"),
                row.getString("purpose"),
                JSON.readValue(row.getString("detail"), TEXTS),
                sealed);
    }
}
