package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/**
 * The agreements between agencies, and the names of what they are about. The records in the database say which there are; files bring the
 * first ones. They are kept in memory, and what changes counts in each process within a second.
 */
public final class Agreements implements SmartInitializingSingleton {
    /**
     * One purpose for which data may be asked.
     *
     * @param closed whether it may also be asked about a case that is closed; null says no
     */
    public record Purpose(
            String id, LocalizedText title, @Nullable Boolean closed) {}

    /** What a field's value is in JSON. */
    public enum FieldType {
        TEXT,
        DATE,
        INTEGER,
        NUMBER,
        BOOLEAN;

        boolean accepts(@Nullable JsonNode example) {
            if (example == null) {
                return false;
            }
            return switch (this) {
                case TEXT -> example.isString();
                case DATE -> example.isString() && example.stringValue().matches("\\d{4}-\\d{2}-\\d{2}");
                case INTEGER -> example.isIntegralNumber();
                case NUMBER -> example.isNumber();
                case BOOLEAN -> example.isBoolean();
            };
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One field of a service's answer, or of the messages that it takes.
     *
     * @param classification one of the data policy's classes
     * @param ground why the owner holds it, or null for the service's ground
     * @param concept what it means, or null for what no other register could hold
     * @param type what its value is; null says text
     * @param example a made-up value
     */
    public record Field(
            String pointer,
            LocalizedText title,
            @JsonProperty("class") String classification,
            @Nullable String ground,
            @Nullable String concept,
            @Nullable FieldType type,
            @Nullable JsonNode example) {
        public FieldType kind() {
            return type == null ? FieldType.TEXT : type;
        }

        /** What stands in the field of an answer as one line, all elements of a list; nothing when it is not there. */
        public String valueIn(JsonNode body) {
            return String.join(", ", values(List.of(body), Grant.tokens(pointer)));
        }

        private static List<String> values(List<JsonNode> nodes, List<String> tokens) {
            List<JsonNode> at = nodes;
            for (String token : tokens) {
                List<JsonNode> next = new ArrayList<>();
                for (JsonNode node : at) {
                    if (token.equals("*")) {
                        node.forEach(next::add);
                    } else {
                        next.add(node.path(token));
                    }
                }
                at = next;
            }
            return at.stream()
                    .filter(node -> node.isValueNode() && !node.isNull())
                    .map(node -> node.asString(""))
                    .toList();
        }
    }

    /** How a service is used. */
    public enum Way {
        /** The consumer asks and the provider answers. */
        ASKED,
        /** The consumer tells the provider what has happened. */
        TOLD,
        /** The provider tells the consumer what it has entered. */
        EVENT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a question has to say besides whom it is about. */
    public record Parameter(String name, LocalizedText title) {}

    /**
     * What an agency answers.
     *
     * @param id as {@code <system>.<service>}
     * @param provider the agency that owns it
     * @param office the office of the agency that keeps it
     * @param ground why the owner holds what no field names another ground for
     * @param told whether others tell it something instead of asking; null says no
     * @param event whether it tells others what it has entered, instead of being asked; null says no
     * @param system whether an HTTP interface of the provider's own system answers, with methods and paths of its own; null says no
     * @param unnamed whether it may be asked about somebody without a number, whom its parameters find; null says no
     */
    public record Service(
            String id,
            String provider,
            LocalizedText title,
            LocalizedText office,
            LocalizedText description,
            String ground,
            List<Parameter> parameters,
            List<Field> fields,
            @Nullable Boolean told,
            @Nullable Boolean event,
            @Nullable Boolean system,
            @Nullable Boolean unnamed) {
        public Service {
            parameters = parameters == null ? List.of() : List.copyOf(parameters);
            fields = List.copyOf(fields);
        }

        public boolean isUnnamed() {
            return Boolean.TRUE.equals(unnamed);
        }

        public boolean isTold() {
            return Boolean.TRUE.equals(told);
        }

        public boolean isEvent() {
            return Boolean.TRUE.equals(event);
        }

        public boolean isSystem() {
            return Boolean.TRUE.equals(system);
        }

        /** Who speaks first. */
        public Way way() {
            return isEvent() ? Way.EVENT : isTold() ? Way.TOLD : Way.ASKED;
        }

        public Optional<Field> field(String pointer) {
            return fields.stream().filter(f -> f.pointer().equals(pointer)).findFirst();
        }
    }

    /** After how long a change that another process made counts here at the latest. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** Two agencies' business with one register. */
    private record Pair(String consumer, String service) {}

    /** A version that counts or counted, ready to be asked. */
    private record Version(Agreement agreement, Map<String, Grant> grants, boolean ended) {}

    /**
     * All versions at one moment.
     *
     * @param versions of each agreement between a pair, the newest first
     */
    private record State(long revision, Instant readAt, List<Agreement> all, Map<Pair, List<List<Version>>> versions) {
        State readAgain(Instant now) {
            return new State(revision, now, all, versions);
        }

        boolean isFresh(Instant now) {
            // A clock that was set back must not make it fresh for ever.
            return !now.isBefore(readAt) && now.isBefore(readAt.plus(FRESH));
        }
    }

    private final Catalogue catalogue;
    private final List<Agreement> files;
    private final @Nullable AgreementRecords records;
    private final Clock clock;
    private volatile @Nullable State state;

    /** Those of files alone, which never change. */
    Agreements(Catalogue catalogue, List<Agreement> files) {
        this.catalogue = catalogue;
        this.files = List.copyOf(files);
        this.records = null;
        this.clock = Clock.systemUTC();
        this.state = state(
                0, Instant.MIN, files.stream().map(file -> version(file, false)).toList());
    }

    /** Those of files and those that agencies signed, as the records have them. */
    Agreements(Catalogue catalogue, List<Agreement> files, AgreementRecords records, Clock clock) {
        this.catalogue = catalogue;
        this.files = List.copyOf(files);
        this.records = records;
        this.clock = clock;
    }

    /**
     * Reads {@code exchange/catalogue.yaml} and {@code agreements/*.yaml} from the class path, without any database.
     *
     * @throws IllegalStateException naming the file and what is wrong in it
     */
    public static Agreements load(Country country) {
        return new AgreementFiles(country).read(null, Clock.systemUTC());
    }

    private static Version version(Agreement agreement, boolean ended) {
        return new Version(agreement, Grant.byPurpose(agreement), ended);
    }

    private static State state(long revision, Instant readAt, List<Version> versions) {
        Map<Pair, Map<String, List<Version>>> sorted = new HashMap<>();
        versions.stream()
                .sorted(Comparator.comparingInt((Version one) -> one.agreement().version())
                        .reversed())
                .forEach(one -> sorted.computeIfAbsent(
                                new Pair(
                                        one.agreement().consumer(),
                                        one.agreement().service()),
                                pair -> new TreeMap<>())
                        .computeIfAbsent(one.agreement().id(), id -> new ArrayList<>())
                        .add(one));
        Map<Pair, List<List<Version>>> byPair = new HashMap<>();
        sorted.forEach((pair, byId) -> byPair.put(pair, List.copyOf(byId.values())));
        List<Agreement> all = versions.stream()
                .map(Version::agreement)
                .sorted(Comparator.comparing(Agreement::provider)
                        .thenComparing(Agreement::id)
                        .thenComparing(
                                Comparator.comparingInt(Agreement::version).reversed()))
                .toList();
        return new State(revision, readAt, all, byPair);
    }

    /**
     * What is known, read again when it is older than {@link #FRESH}: one number, and the records only when that has changed. Within a
     * transaction nothing is read, since what that has not committed must not be taken for what counts.
     */
    private State state() {
        State known = state;
        if (known != null
                && (records == null
                        || known.isFresh(clock.instant())
                        || TransactionSynchronizationManager.isActualTransactionActive())) {
            return known;
        }
        return readAnew(Objects.requireNonNull(records));
    }

    private synchronized State readAnew(AgreementRecords from) {
        State known = state;
        Instant now = clock.instant();
        if (known != null && known.isFresh(now)) {
            return known;
        }
        if (known == null) {
            from.publish(files);
        }
        // The number first: what changes in between is read again the next time.
        long revision = from.revision();
        State next = known != null && known.revision() == revision
                ? known.readAgain(now)
                : state(
                        revision,
                        now,
                        from.all().stream()
                                .filter(AgreementRecord::counts)
                                .map(one -> version(one.agreement(), one.ending() != null))
                                .toList());
        state = next;
        return next;
    }

    /** After the current transaction this process reads at once what it has changed. */
    void readAnewAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                State known = state;
                state = known == null ? null : known.readAgain(Instant.MIN);
            }
        });
    }

    /** Stops the start when a file says something else than what was entered under its version. */
    @Override
    public void afterSingletonsInstantiated() {
        state();
    }

    /** All that the agreements are about. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** All that count or counted, by provider, name and version, the newest version first. */
    public List<Agreement> all() {
        return state().all();
    }

    /** Those in force on a day. */
    public List<Agreement> inForce(LocalDate day) {
        List<Agreement> inForce = new ArrayList<>();
        state().versions()
                .values()
                .forEach(pairs -> pairs.forEach(
                        versions -> inForce(versions, day).ifPresent(one -> inForce.add(one.agreement()))));
        inForce.sort(Comparator.comparing(Agreement::provider).thenComparing(Agreement::id));
        return inForce;
    }

    /** Whether an agreement in force on a day lets an agency use a service, for whatever purpose. */
    public boolean mayUse(String consumer, String service, LocalDate day) {
        return state().versions().getOrDefault(new Pair(consumer, service), List.of()).stream()
                .anyMatch(versions -> inForce(versions, day).isPresent());
    }

    /** The agreement that the audit log calls so. */
    public Optional<Agreement> find(String reference) {
        return all().stream().filter(a -> a.reference().equals(reference)).findFirst();
    }

    public Optional<Purpose> purpose(String id) {
        return catalogue.purpose(id);
    }

    public Optional<Service> service(String id) {
        return catalogue.service(id);
    }

    /** Whether an agreement in force on a day lets an agency read a field of a service's answer for a purpose. */
    public boolean grants(String consumer, String service, String purpose, String pointer, LocalDate day) {
        return inForce(consumer, service, purpose, day)
                .map(grant -> grant.agreement().grants().getOrDefault(purpose, List.of()))
                .filter(fields -> fields.contains(pointer))
                .isPresent();
    }

    /** Whether for this purpose also a closed case may be asked about. */
    boolean alsoClosed(String purpose) {
        return purpose(purpose).map(Purpose::closed).orElse(false);
    }

    /** Where an agreement breaks the data policy. */
    List<DataPolicy.Breach> breaches(Agreement agreement) {
        return catalogue
                .policy()
                .breaches(agreement, service(agreement.service()).orElseThrow());
    }

    /**
     * The one version that counts: the newest that has begun. What it replaced never comes back, neither when it is over nor when it is ended.
     */
    private static Optional<Version> inForce(List<Version> versions, LocalDate day) {
        for (Version version : versions) {
            if (!day.isBefore(version.agreement().from())) {
                return version.ended() || !version.agreement().isInForce(day) ? Optional.empty() : Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** What an agency may be told by a service for a purpose on a day. */
    Optional<Grant> inForce(String consumer, String service, String purpose, LocalDate day) {
        for (List<Version> versions : state().versions().getOrDefault(new Pair(consumer, service), List.of())) {
            Optional<Grant> grant =
                    inForce(versions, day).map(version -> version.grants().get(purpose));
            if (grant.isPresent()) {
                return grant;
            }
        }
        return Optional.empty();
    }
}
