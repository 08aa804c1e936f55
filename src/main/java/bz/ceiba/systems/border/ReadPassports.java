package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.TravelDocuments;
import bz.ceiba.platform.web.Messages;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads passports for rooms that know people by them. */
@Component
class ReadPassports implements TravelDocuments {
    private final Questions questions;
    private final Messages messages;
    private final boolean specimens;

    ReadPassports(Questions questions, Messages messages, @Value("${ceiba.demo}") boolean specimens) {
        this.questions = questions;
        this.messages = messages;
        this.specimens = specimens;
    }

    @Override
    public Reading read(String zone, Locale reader) {
        MachineReadableZone.Reading read = MachineReadableZone.read(zone, questions.today());
        if (read.document().isEmpty()) {
            ZoneFault first = read.faults().getFirst();
            return fault(reader, "border.declare.zone." + first.what(), first.line(), first.position());
        }
        TravelDocument document = read.document().get();
        if (document.isSpecimen() && !specimens) {
            return fault(reader, "border.declare.zone.STATE", 1, 3);
        }
        if (!document.code().startsWith("P")) {
            return fault(reader, "border.passport.none");
        }
        if (document.nationality().equals(Traveller.HOME)) {
            return fault(reader, "border.passport.national");
        }
        if (document.isExpired(questions.today())) {
            return fault(
                    reader,
                    "border.declare.expired",
                    messages.date(reader, document.expiry().whole().orElseThrow()));
        }
        return new Reading(
                new Passport(
                        document.surname(),
                        document.given(),
                        document.sex(),
                        document.birth().whole().orElse(null),
                        document.nationality(),
                        document.issuer(),
                        document.number(),
                        document.expiry().whole().orElseThrow()),
                "");
    }

    private Reading fault(Locale reader, String key, Object... arguments) {
        return new Reading(null, messages.text(reader, key, arguments));
    }
}
