package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.exchange.Catalogue.Concept;
import bz.ceiba.platform.exchange.PublicServices.Asked;
import bz.ceiba.platform.exchange.PublicServices.PublicService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the state does work twice: what two agencies hold, what a form asks although a register knows it, and what a register offers and
 * nobody asks. Found from what the catalogue and the forms declare; what to do about it is for people.
 */
public record Overlaps(List<Held> held, List<AskedAgain> askedAgain, List<Service> unasked) {
    /** One concept in registers of several agencies. */
    public record Held(Concept concept, List<Place> places) {}

    public record Place(Service service, Field field) {}

    /** A question whose answer registers hold. */
    public record AskedAgain(PublicService service, Asked asked, Concept concept, List<Place> places) {}

    /**
     * @param recently the services that were asked within the days that count
     */
    static Overlaps find(Catalogue catalogue, List<PublicService> forms, Set<String> recently) {
        Map<String, List<Place>> places = new TreeMap<>();
        for (Service service : catalogue.services()) {
            for (Field field : service.fields()) {
                if (field.concept() != null && service.way() == Agreements.Way.ASKED) {
                    places.computeIfAbsent(field.concept(), c -> new ArrayList<>())
                            .add(new Place(service, field));
                }
            }
        }
        List<Held> held = new ArrayList<>();
        for (Concept concept : catalogue.concepts()) {
            List<Place> where = places.getOrDefault(concept.id(), List.of());
            if (where.stream()
                            .map(place -> place.service().provider())
                            .distinct()
                            .count()
                    > 1) {
                held.add(new Held(concept, where));
            }
        }
        List<AskedAgain> askedAgain = new ArrayList<>();
        for (PublicService form : forms) {
            for (Asked asked : form.asked()) {
                if (asked.concept() != null && places.containsKey(asked.concept())) {
                    askedAgain.add(new AskedAgain(
                            form,
                            asked,
                            catalogue.concept(asked.concept()).orElseThrow(),
                            places.getOrDefault(asked.concept(), List.of())));
                }
            }
        }
        List<Service> unasked = catalogue.services().stream()
                .filter(service -> !recently.contains(service.id()))
                .toList();
        return new Overlaps(held, askedAgain, unasked);
    }
}
