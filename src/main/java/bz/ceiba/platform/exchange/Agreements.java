package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All agreements of this version of Ceiba, and the names of what they are about. They are files, so they can't change while it runs. */
public final class Agreements {
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
            @Nullable Boolean told) {
        public Service {
            parameters = parameters == null ? List.of() : List.copyOf(parameters);
            fields = List.copyOf(fields);
        }

        public boolean isTold() {
            return Boolean.TRUE.equals(told);
        }

        public Optional<Field> field(String pointer) {
            return fields.stream().filter(f -> f.pointer().equals(pointer)).findFirst();
        }
    }

    private record Asked(String consumer, String service, String purpose) {}

    private final Catalogue catalogue;
    private final List<Agreement> all;
    private final Map<Asked, List<Grant>> grants = new HashMap<>();

    Agreements(Catalogue catalogue, List<Agreement> agreements) {
        this.catalogue = catalogue;
        all = agreements.stream()
                .sorted(Comparator.comparing(Agreement::provider)
                        .thenComparing(Agreement::id)
                        .thenComparing(
                                Comparator.comparingInt(Agreement::version).reversed()))
                .toList();
        for (Agreement agreement : all) {
            Grant.byPurpose(agreement).forEach((purpose, grant) -> grants.computeIfAbsent(
                            new Asked(agreement.consumer(), agreement.service(), purpose), a -> new ArrayList<>())
                    .add(grant));
        }
        grants.values()
                .forEach(list -> list.sort(
                        Comparator.comparingInt((Grant g) -> g.agreement().version())
                                .reversed()));
    }

    /**
     * Reads {@code exchange/catalogue.yaml} and {@code agreements/*.yaml} from the class path.
     *
     * @throws IllegalStateException naming the file and what is wrong in it
     */
    public static Agreements load(Country country) {
        return new AgreementFiles(country).read();
    }

    /** All that the agreements are about. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** By provider, name and version, the newest version first. */
    public List<Agreement> all() {
        return all;
    }

    /** The agreement that the audit log calls so. */
    public Optional<Agreement> find(String reference) {
        return all.stream().filter(a -> a.reference().equals(reference)).findFirst();
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

    /** What an agency may be told by a service for a purpose on a day. */
    Optional<Grant> inForce(String consumer, String service, String purpose, LocalDate day) {
        for (Grant grant : grants.getOrDefault(new Asked(consumer, service, purpose), List.of())) {
            if (grant.agreement().isInForce(day)) {
                return Optional.of(grant);
            }
        }
        return Optional.empty();
    }
}
