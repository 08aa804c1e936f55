package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tries a version of a service on the cases that were submitted within the last year, and says what it would have made
 * otherwise than the version under which each of them ran: fee, deadline, urgency, answers that the old form lacks, and
 * steps whose guard decides otherwise. It reads only. Guards are compared over the facts as they stand now, as those of the
 * moment are not kept.
 */
public final class Rehearsal {
    private static final Duration BACK = Duration.ofDays(365);
    private static final int AT_ONCE = 1000;

    /**
     * One difference.
     *
     * @param what {@code fee}, {@code deadline}, {@code urgent}, {@code form} or {@code step}
     */
    public record Difference(String caseNumber, String what, String before, String after) {}

    /**
     * What came of it.
     *
     * @param version that was tried
     * @param cases how many cases it was tried on
     * @param affected how many of them would have gone otherwise
     */
    public record Result(int version, int cases, int affected, List<Difference> differences) {}

    private record Version(ServiceDefinition definition, Expressions expressions) {}

    private final Connection connection;
    private final Country country;
    private final Clock clock;
    private final Form form;
    private final JsonMapper json = new JsonMapper();
    private final Map<Integer, Version> versions = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();

    private Rehearsal(Connection connection, Country country, Messages messages, Clock clock) {
        this.connection = connection;
        this.country = country;
        this.clock = clock;
        this.form = new Form(messages);
    }

    /**
     * Tries a version that is on the class path.
     *
     * @param connection to the database with the cases
     * @param version null for the newest
     * @throws IllegalArgumentException when there is no such service or version; says which there are
     */
    public static Result run(
            Connection connection,
            String service,
            @Nullable Integer version,
            Country country,
            Messages messages,
            Clock clock)
            throws SQLException {
        TreeMap<Integer, ServiceDefinition> there = new TreeMap<>();
        for (Map.Entry<String, ObjectNode> body : Services.bodies().entrySet()) {
            ServiceDefinition definition = DefinitionReader.definition(body.getKey(), body.getValue());
            if (definition.id().equals(service)) {
                there.put(definition.version(), definition);
            }
        }
        if (there.isEmpty()) {
            throw new IllegalArgumentException("there is no service '" + service + "'");
        }
        ServiceDefinition wanted = version == null ? there.lastEntry().getValue() : there.get(version);
        if (wanted == null) {
            throw new IllegalArgumentException(
                    "there is no version " + version + " of " + service + ", only " + there.keySet());
        }
        return new Rehearsal(connection, country, messages, clock).tried(wanted);
    }

    private Result tried(ServiceDefinition wanted) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        Version candidate = new Version(wanted, new Expressions(wanted, country, clock));
        int cases = 0;
        int affected = 0;
        try (PreparedStatement query = connection.prepareStatement("""
                select c.*, (select string_agg(e.from_state || '>' || e.transition, ' ' order by e.revision)
                  from cases.event e where e.number = c.number and e.from_state is not null) as steps
                from cases.case_file c where service = ? and submitted_at >= ? and person_name <> '' order by submitted_at, number
                """)) {
            query.setString(1, wanted.id());
            query.setTimestamp(2, Timestamp.from(clock.instant().minus(BACK)));
            query.setFetchSize(AT_ONCE);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int found = differences.size();
                    compare(row, candidate);
                    cases++;
                    affected += differences.size() > found ? 1 : 0;
                }
            }
        } finally {
            connection.rollback();
        }
        return new Result(wanted.version(), cases, affected, List.copyOf(differences));
    }

    private void compare(ResultSet row, Version candidate) throws SQLException {
        Version before = version(row.getString("service"), row.getInt("version"));
        String number = row.getString("number");
        ObjectNode answers = (ObjectNode) json.readTree(row.getString("form"));
        ObjectNode facts = (ObjectNode) json.readTree(row.getString("facts"));
        differ(number, "fee", fee(before, answers, facts), fee(candidate, answers, facts));
        differ(number, "deadline", days(before, answers, facts), days(candidate, answers, facts));
        differ(number, "urgent", urgent(before, answers), urgent(candidate, answers));
        missing(number, candidate, answers);
        String steps = row.getString("steps");
        CaseFile file = bare(row, answers, facts);
        for (String step : steps == null ? new String[0] : steps.split(" ")) {
            String[] parts = step.split(">", -1);
            before.definition()
                    .transition(parts[1])
                    .ifPresent(taken ->
                            differ(number, "step", said(before, taken, parts[0], file), then(candidate, parts, file)));
        }
    }

    private void differ(String number, String what, String before, String after) {
        if (!before.equals(after)) {
            differences.add(new Difference(number, what, before, after));
        }
    }

    private static String fee(Version version, ObjectNode answers, ObjectNode facts) {
        String fee = version.definition().fee();
        return Money.ofCents(fee == null ? 0 : version.expressions().number(fee, answers, facts))
                .toString();
    }

    private static String days(Version version, ObjectNode answers, ObjectNode facts) {
        return version.expressions().number(version.definition().deadline(), answers, facts) + " working days";
    }

    private static String urgent(Version version, ObjectNode answers) {
        String urgent = version.definition().urgent();
        return urgent != null && version.expressions().test(urgent, answers, Cases.empty(), null) ? "yes" : "no";
    }

    private void missing(String number, Version candidate, ObjectNode answers) {
        Map<String, String> errors = form.completeErrors(
                candidate.definition(), candidate.expressions(), answers, Country.today(clock), Locale.ENGLISH);
        errors.forEach((field, error) -> differences.add(new Difference(number, "form", "accepted", error)));
    }

    private static String then(Version candidate, String[] step, CaseFile file) {
        Optional<Transition> same = candidate.definition().transition(step[1]);
        return same.map(transition -> said(candidate, transition, step[0], file))
                .orElse(step[1] + " there is no such step");
    }

    private static String said(Version version, Transition transition, String from, CaseFile file) {
        if (!transition.from().contains(from)) {
            return transition.id() + " not possible from " + from;
        }
        String guard = transition.guard();
        boolean open = guard == null || version.expressions().test(guard, file.form(), file.facts(), file);
        return transition.id() + (open ? " allowed" : " refused");
    }

    private Version version(String service, int number) throws SQLException {
        Version known = versions.get(number);
        if (known != null) {
            return known;
        }
        try (PreparedStatement query =
                connection.prepareStatement("select body from cases.definition where service = ? and version = ?")) {
            query.setString(1, service);
            query.setInt(2, number);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no version " + number + " of " + service + " in the database");
                }
                ServiceDefinition definition = DefinitionReader.definition(service, json.readTree(row.getString(1)));
                Version read = new Version(definition, new Expressions(definition, country, clock));
                versions.put(number, read);
                return read;
            }
        }
    }

    /** As much of the case as expressions can see. */
    private static CaseFile bare(ResultSet row, ObjectNode answers, ObjectNode facts) throws SQLException {
        String officer = row.getString("officer");
        return new CaseFile(
                new CaseNumber(row.getString("number")),
                row.getString("service"),
                row.getInt("version"),
                row.getString("agency"),
                new PersonNumber(row.getString("person")),
                row.getString("person_name"),
                null,
                answers,
                facts,
                row.getString("state"),
                row.getInt("revision"),
                officer == null ? null : new PersonNumber(officer),
                row.getString("officer_name"),
                null,
                null,
                row.getString("assurance"),
                row.getString("language"),
                row.getBoolean("urgent"),
                row.getTimestamp("submitted_at").toInstant(),
                null,
                null,
                null,
                null,
                null);
    }
}
