package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record that comes, or is changed, after a certificate was issued may be about its holder though it does not name his
 * number. Then the certificate's case comes back to an officer, who says whether it is; the score alone decides nothing.
 */
@Component
class LateMatches {
    private static final Logger LOG = LoggerFactory.getLogger(LateMatches.class);
    private static final String ISSUED = "issued";
    /** The states in which the register was asked for the last time and a certificate is, or is about to be, valid. */
    private static final Set<String> STATES = Set.of("approved", ISSUED, "in-correction", "in-recheck");

    private final Register register;
    private final Disclosure disclosure;
    private final Certificates certificates;
    private final Screenings screenings;
    private final Cases cases;
    private final Services services;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    LateMatches(
            Register register,
            Disclosure disclosure,
            Certificates certificates,
            Screenings screenings,
            Cases cases,
            Services services,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.register = register;
        this.disclosure = disclosure;
        this.certificates = certificates;
        this.screenings = screenings;
        this.cases = cases;
        this.services = services;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** Looks for holders of valid certificates whom a record may be about; one with nothing to disclose is nobody's. */
    void afterChange(long person) {
        LocalDate today = Country.today(clock);
        Optional<PersonEntry> record = register.find(person)
                .filter(p ->
                        !disclosure.open(p, register.convictions(p.id()), today).isEmpty());
        record.ifPresent(entry -> certificates
                .sharing(MatchKeys.of(entry), today)
                .forEach((number, certificate) -> compare(entry, number, certificate)));
    }

    private void compare(PersonEntry record, CaseNumber number, Planned certificate) {
        CaseFile file = cases.find(number).orElseThrow();
        if (file.person().equals(record.number()) || !STATES.contains(file.state())) {
            return;
        }
        Matching.compare(Applicant.of(file, certificate), record)
                .ifPresent(candidate -> transaction.executeWithoutResult(status -> found(file, candidate)));
    }

    private void found(CaseFile file, Candidate candidate) {
        if (screenings.of(file.number()).stream().anyMatch(known -> known.person() == candidate.person())) {
            return;
        }
        screenings.add(file.number(), List.of(candidate), clock.instant());
        LOG.info("record {} may be of the holder of a certificate in {}", candidate.person(), file.number());
        if (file.state().equals(ISSUED)) {
            bringBack(file);
        } else {
            cases.noteBySystem(file.number(), unjudged(file));
        }
    }

    /** Brings an issued certificate's case to an officer if he has somebody to judge; answers whether it did. */
    boolean bringBack(CaseFile file) {
        if (screenings.unjudged(file.number()) == 0) {
            return false;
        }
        if (services.of(file).transition("recheck").isEmpty()) {
            LOG.warn("an officer must look at {}: its version of the service has no step for it", file.number());
            return false;
        }
        return cases.advance(file.number(), "recheck", unjudged(file)).state().equals("in-recheck");
    }

    private ObjectNode unjudged(CaseFile file) {
        List<Screened> all = screenings.of(file.number());
        return json.createObjectNode()
                .put("candidates", all.size())
                .put("unjudged", all.stream().filter(Screened::unjudged).count());
    }
}
