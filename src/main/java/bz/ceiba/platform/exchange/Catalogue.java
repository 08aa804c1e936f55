package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Purpose;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked and told on the exchange: {@code exchange/catalogue.yaml}. */
public final class Catalogue {
    /**
     * Why the owner of a field holds it.
     *
     * @param demo whether nobody has confirmed it
     */
    public record Ground(String id, LocalizedText title, boolean demo) {}

    /** What a field means, wherever it is held. */
    public record Concept(String id, LocalizedText title) {}

    private final Map<String, Purpose> purposes = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Ground> grounds = new LinkedHashMap<>();
    private final Map<String, Concept> concepts = new LinkedHashMap<>();

    private final DataPolicy policy;

    Catalogue(
            DataPolicy policy,
            List<Ground> grounds,
            List<Concept> concepts,
            List<Purpose> purposes,
            List<Service> services) {
        this.policy = policy;
        grounds.forEach(ground -> this.grounds.put(ground.id(), ground));
        concepts.forEach(concept -> this.concepts.put(concept.id(), concept));
        purposes.forEach(purpose -> this.purposes.put(purpose.id(), purpose));
        services.forEach(service -> this.services.put(service.id(), service));
    }

    /** In the order of the file. */
    public List<Service> services() {
        return List.copyOf(services.values());
    }

    public Optional<Service> service(String id) {
        return Optional.ofNullable(services.get(id));
    }

    public List<Purpose> purposes() {
        return List.copyOf(purposes.values());
    }

    public Optional<Purpose> purpose(String id) {
        return Optional.ofNullable(purposes.get(id));
    }

    public List<Concept> concepts() {
        return List.copyOf(concepts.values());
    }

    public Optional<Concept> concept(String id) {
        return Optional.ofNullable(concepts.get(id));
    }

    Optional<Ground> ground(String id) {
        return Optional.ofNullable(grounds.get(id));
    }

    /** Why the owner holds a field of his service. */
    public Ground groundOf(Service service, Field field) {
        return field.ground() == null ? groundOf(service) : known(field.ground());
    }

    /** Why the owner holds what of a service names no other ground. */
    public Ground groundOf(Service service) {
        return known(service.ground());
    }

    private Ground known(String id) {
        return ground(id).orElseThrow(() -> new IllegalStateException("no ground '" + id + "'"));
    }

    /** What the class of a field is called. */
    public LocalizedText titleOf(Field field) {
        return policy.of(field.classification()).title();
    }

    /** The country's data policy, by which its fields are classified. */
    public DataPolicy policy() {
        return policy;
    }
}
