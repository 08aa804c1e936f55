package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.Names;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Brings what celebrants notify to the case whose certificate or licence they name, and says what is not as it was certified. */
@Component
class Solemnisations {
    private final Intentions intentions;
    private final Cases cases;
    private final JsonMapper json;

    Solemnisations(Intentions intentions, Cases cases, JsonMapper json) {
        this.intentions = intentions;
        this.cases = cases;
        this.json = json;
    }

    /**
     * In the transaction in which it was notified. One that names no certificate of ours, or one that was withdrawn, waits at the desk.
     */
    void heard(Facts notified) {
        Optional<Clearance> clearance = intentions.clearance(notified.get(Field.CLEARANCE));
        if (clearance.isEmpty()) {
            return;
        }
        CaseFile file = cases.find(clearance.get().caseNumber()).orElseThrow();
        cases.advance(
                file.number(),
                "solemnised",
                json.createObjectNode().put("differs", String.join(" ", differs(file, clearance.get(), notified))));
    }

    /** The last words of message keys {@code civilregistry.differs.*}. */
    private List<String> differs(CaseFile file, Clearance clearance, Facts notified) {
        List<String> differs = new ArrayList<>();
        Intention intention = intentions.find(file.number()).orElseThrow();
        boolean straight = Names.match(intention.oneName(), notified.get(Field.ONE_NAME))
                && Names.match(intention.otherName(), notified.get(Field.OTHER_NAME));
        boolean crossed = Names.match(intention.oneName(), notified.get(Field.OTHER_NAME))
                && Names.match(intention.otherName(), notified.get(Field.ONE_NAME));
        if (!straight && !crossed) {
            differs.add("names");
        }
        LocalDate day = notified.on(VitalEvent.MARRIAGE);
        if (day.isBefore(clearance.givenOn()) || day.isAfter(clearance.until())) {
            differs.add("day");
        }
        if (notified.get(Field.WITNESS_ONE).equalsIgnoreCase(notified.get(Field.WITNESS_TWO))) {
            differs.add("witnesses");
        }
        return differs;
    }
}
