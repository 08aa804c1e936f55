package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Opens the case of a ticket, about whom is liable, with its bill. Who wrote it filled it in for him, and so decides nothing in it. */
@Component
class OpenTicket {
    static final String SERVICE = "transport.ticket";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final int LONGEST_PLACE = 200;
    private static final ZoneId ZONE = Country.ZONE;
    private static final LocalizedText LAW =
            LocalizedText.of("Motor Vehicles and Road Traffic Act", "Ley de Vehículos Automotores y Tránsito");

    private final Cases cases;
    private final Services services;
    private final Fines fines;
    private final Country country;
    private final Messages messages;
    private final JsonMapper json;
    private final Roads roads = Roads.load();

    OpenTicket(Cases cases, Services services, Fines fines, Country country, Messages messages, JsonMapper json) {
        this.cases = cases;
        this.services = services;
        this.fines = fines;
        this.country = country;
        this.messages = messages;
        this.json = json;
    }

    /** Part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(
            Ticket ticket,
            Offence offence,
            Liability liability,
            Device device,
            String language,
            @Nullable UUID photo,
            @Nullable UUID signature) {
        Actor writer = new Actor(
                device.officer(),
                device.officerName(),
                Assurance.SUBSTANTIAL,
                List.of(),
                new Actor.Represented(liability.person().digits(), liability.name(), List.of()));
        Locale locale = Locale.of(language);
        ObjectNode form = form(ticket, offence, device, locale);
        put(form, "photo", photo == null ? null : photo.toString());
        put(form, "signature", signature == null ? null : signature.toString());
        cases.submit(new Submission(
                "ticket/" + ticket.number(),
                services.current(SERVICE).orElseThrow(),
                writer,
                form,
                language,
                ticket.number()));
        fines.raise(ticket, offence.name().in(locale));
    }

    /** What stands in the case of a ticket. */
    ObjectNode form(Ticket ticket, Offence offence, Device device, Locale locale) {
        ObjectNode form = json.createObjectNode()
                .put("offence", offence.name().in(locale))
                .put("law", LAW.in(locale) + (offence.section() == null ? "" : ", " + offence.section()))
                .put("happened", TIME.format(ticket.at().atZone(ZONE)))
                .put(
                        "officer",
                        device.officerName() + ", "
                                + country.nameOf(device.agency()).in(locale));
        put(form, "place", place(ticket, locale));
        put(form, "plate", ticket.plate());
        return form;
    }

    /** The road that he chose, its mile and his words. */
    private @Nullable String place(Ticket ticket, Locale locale) {
        String words = ticket.place() == null ? "" : ticket.place();
        Road road = roads.road(ticket.road()).orElse(null);
        if (road == null || roads.named(words).isPresent()) {
            return words;
        }
        String mile = ticket.mile() == null
                ? ""
                : ", " + messages.text(locale, "transport.road.at", Roads.shown(ticket.mile()));
        String all = road.name().in(locale) + mile + (words.isBlank() ? "" : " · " + words.strip());
        return all.substring(0, Math.min(LONGEST_PLACE, all.length()));
    }

    private static void put(ObjectNode form, String field, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            form.put(field, value.strip());
        }
    }
}
