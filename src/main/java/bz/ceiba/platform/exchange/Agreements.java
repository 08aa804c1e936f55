package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All agreements of this version of Ceiba, and the names of what they are about. They are files, so they can't change while it runs. */
public final class Agreements {
    /**
     * One purpose for which data may be asked.
     *
     * @param closed whether it may also be asked about a case that is closed; null says no
     */
    public record Purpose(
            String id, LocalizedText title, @Nullable Boolean closed) {}

    /** One field of a service's answer. */
    public record Field(String pointer, LocalizedText title) {}

    /**
     * What an agency answers.
     *
     * @param id as {@code <system>.<service>}
     * @param told whether others tell it something instead of asking; null says no
     */
    public record Service(
            String id,
            String provider,
            LocalizedText title,
            List<Field> fields,
            @Nullable Boolean told) {
        public Service {
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

    private final Map<String, Purpose> purposes = new HashMap<>();
    private final Map<String, Service> services = new HashMap<>();
    private final List<Agreement> all;
    private final Map<Asked, List<Grant>> grants = new HashMap<>();

    Agreements(List<Purpose> purposes, List<Service> services, List<Agreement> agreements) {
        purposes.forEach(purpose -> this.purposes.put(purpose.id(), purpose));
        services.forEach(service -> this.services.put(service.id(), service));
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

    /** By provider, name and version, the newest version first. */
    public List<Agreement> all() {
        return all;
    }

    /** The agreement that the audit log calls so. */
    public Optional<Agreement> find(String reference) {
        return all.stream().filter(a -> a.reference().equals(reference)).findFirst();
    }

    public Optional<Purpose> purpose(String id) {
        return Optional.ofNullable(purposes.get(id));
    }

    public Optional<Service> service(String id) {
        return Optional.ofNullable(services.get(id));
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
