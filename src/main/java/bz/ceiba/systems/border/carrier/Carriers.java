package bz.ceiba.systems.border.carrier;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Names;
import bz.ceiba.systems.border.IcaoStates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What carriers say of who travels, for the desk. It answers only what it was told: whether an officer may look, and that he did, is for the
 * caller to check and to log.
 */
@Component
public class Carriers {
    private final PassengerLists lists;

    Carriers(PassengerLists lists) {
        this.lists = lists;
    }

    /**
     * Voyages that leave or arrive on a day of Belize.
     *
     * @param place a code of a place with which one must begin or end (such as {@code BZE}), or empty for all
     */
    public List<Voyage> voyages(LocalDate day, String place) {
        return lists.between(start(day), start(day.plusDays(1)).minusSeconds(1)).stream()
                .filter(one -> place.isEmpty()
                        || one.origin().equals(place)
                        || one.destination().equals(place))
                .toList();
    }

    /** The voyage of a number that leaves or arrives on a day of Belize. */
    public Optional<Voyage> voyage(String number, LocalDate day) {
        return lists.find(number(number), start(day), start(day.plusDays(1)).minusSeconds(1));
    }

    /** What carriers expect to bring on days of Belize, both included. */
    public List<Expected> expected(LocalDate first, LocalDate last) {
        return lists.expected(start(first), start(last.plusDays(1)));
    }

    /** A voyage's number as it is known here: in capitals, and without the zeros with which some fill it up behind the carrier's code. */
    public static String number(String told) {
        return told.replaceAll("[\\s-]", "")
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^([A-Z]{2,}|[A-Z][0-9]|[0-9][A-Z])0+(?=[0-9])", "$1");
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(Country.ZONE).toInstant();
    }

    /** Everybody who is on its list now, passengers and crew, by name. */
    public List<Listed> list(Voyage voyage) {
        return lists.on(voyage.id());
    }

    /** Whom the list most likely means: the same document, else the same name and birth date; nothing when there are none or several. */
    public static Optional<Listed> find(List<Listed> list, Named shown) {
        List<Listed> found = list.stream()
                .filter(one -> one.named() != null
                        && !shown.documentNumber().isEmpty()
                        && shown.documentNumber().equalsIgnoreCase(one.named().documentNumber()))
                .toList();
        if (found.isEmpty()) {
            found = list.stream()
                    .filter(one -> one.named() != null
                            && one.named().born().equals(shown.born())
                            && Names.match(
                                    one.named().given() + " " + one.named().family(),
                                    shown.given() + " " + shown.family()))
                    .toList();
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /**
     * Where the list differs from what a traveller shows, for the view side by side. What the carrier does not say is no difference, nor are
     * accents, capital letters and spaces.
     */
    public static List<Difference> differences(Named listed, Named shown) {
        List<Difference> all = new ArrayList<>();
        add(all, "family", listed.family(), shown.family());
        add(all, "given", listed.given(), shown.given());
        add(all, "born", listed.born(), shown.born());
        // Typed passports are not asked for it.
        if (!shown.sex().isEmpty()) {
            add(all, "sex", listed.sex(), shown.sex());
        }
        add(all, "nationality", IcaoStates.iso(listed.nationality()), IcaoStates.iso(shown.nationality()));
        add(all, "documentNumber", listed.documentNumber(), shown.documentNumber());
        add(all, "documentIssuer", IcaoStates.iso(listed.documentIssuer()), IcaoStates.iso(shown.documentIssuer()));
        add(all, "documentExpires", listed.documentExpires(), shown.documentExpires());
        return List.copyOf(all);
    }

    private static void add(List<Difference> all, String field, String listed, String shown) {
        boolean name = field.equals("family") || field.equals("given");
        boolean same = name
                ? String.join("", Names.parts(listed)).equals(String.join("", Names.parts(shown)))
                : listed.equalsIgnoreCase(shown);
        if (!listed.isEmpty() && !same) {
            all.add(new Difference(field, listed, shown));
        }
    }
}
