package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.border.carrier.Carriers;
import bz.ceiba.systems.border.carrier.Difference;
import bz.ceiba.systems.border.carrier.Listed;
import bz.ceiba.systems.border.carrier.Named;
import bz.ceiba.systems.border.carrier.Voyage;
import bz.ceiba.systems.border.screening.Journey;
import bz.ceiba.systems.border.screening.Match;
import bz.ceiba.systems.border.screening.Screened;
import bz.ceiba.systems.border.screening.Screening;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Sets a declared traveller beside the carrier's list, and screens him. */
@Component
class CheckTraveller {
    private final Screening screening;
    private final Carriers carriers;
    private final Questions questions;

    CheckTraveller(Screening screening, Carriers carriers, Questions questions) {
        this.screening = screening;
        this.carriers = carriers;
        this.questions = questions;
    }

    /** By which a crossing is screened: what is declared anew is another. */
    static String reference(String number, int version, int position) {
        return number + "/" + version + "/" + position;
    }

    /** The list of the carrier, if it sent one. */
    Optional<List<Listed>> list(Declaration declaration) {
        return carriers.voyage(declaration.carrier(), declaration.travelDate())
                .filter(Voyage::complete)
                .map(carriers::list);
    }

    /**
     * Checks one.
     *
     * @param one who he is, as declared
     * @param said what all travellers of the declaration share
     */
    DeskCheck of(Declaration declaration, int position, JsonNode one, JsonNode said, Optional<List<Listed>> list) {
        Named shown = named(one);
        Screened screened = screening.of(traveller(declaration, position, shown, said));
        Optional<Listed> listed = list.flatMap(all -> Carriers.find(all, shown));
        List<Difference> differences = listed.map(Listed::named)
                .map(told -> Carriers.differences(told, shown))
                .orElse(List.of());
        return new DeskCheck(
                screened.matches().stream()
                        .filter(Match::isOpen)
                        .map(Match::grade)
                        .sorted()
                        .toList(),
                screened.referrals().stream().filter(rule -> !rule.reversed()).toList(),
                list.isEmpty()
                        ? DeskCheck.OnList.NO_LIST
                        : listed.map(who -> Boolean.FALSE.equals(who.onBoard())
                                        ? DeskCheck.OnList.NOT_ON_BOARD
                                        : DeskCheck.OnList.LISTED)
                                .orElse(DeskCheck.OnList.MISSING),
                differences);
    }

    private bz.ceiba.systems.border.screening.Traveller traveller(
            Declaration declaration, int position, Named shown, JsonNode said) {
        String person = declaration.travellers() == 1 ? declaration.person() : null;
        return new bz.ceiba.systems.border.screening.Traveller(
                reference(declaration.number(), declaration.version(), position),
                shown.family(),
                shown.given(),
                shown.born(),
                shown.sex(),
                shown.nationality(),
                shown.documentType(),
                shown.documentIssuer(),
                shown.documentNumber(),
                shown.documentExpires(),
                null,
                person == null ? null : new PersonNumber(person),
                new Journey(
                        declaration.arrival() ? "arrival" : "departure",
                        questions
                                .port(declaration.port())
                                .map(Country.PortOfEntry::mode)
                                .orElse(""),
                        declaration.port(),
                        "",
                        declaration.carrier(),
                        said.path("purpose").asString(""),
                        said.path("nights").asInt(0),
                        declaration.travellers() - 1,
                        declaration.travelDate().atStartOfDay(Country.ZONE).toInstant()));
    }

    private static Named named(JsonNode one) {
        return new Named(
                text(one, "surname"),
                text(one, "given"),
                known(text(one, "birth")),
                text(one, "sex"),
                IcaoStates.iso(text(one, "nationality")),
                "P",
                text(one, "number"),
                IcaoStates.iso(text(one, "issuer")),
                known(text(one, "expiry")),
                "",
                "",
                "",
                "",
                0);
    }

    private static String text(JsonNode one, String field) {
        return one.path(field).asString("");
    }

    /** A day as far as it is known: year, month and day, or fewer. */
    private static String known(String day) {
        String head = day.replaceAll("-+$", "");
        return head.startsWith("-") ? "" : head;
    }
}
