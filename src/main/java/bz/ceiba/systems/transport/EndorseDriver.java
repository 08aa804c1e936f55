package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes on somebody's licence what a court, a doctor or an examiner says, and takes it off again; he is told of both. */
@Component
class EndorseDriver {
    private final Register register;
    private final Endorsements endorsements;
    private final Drivers drivers;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;
    private final LicenceCodes codes = LicenceCodes.load();

    EndorseDriver(
            Register register, Endorsements endorsements, Drivers drivers, Notices notices, Audit audit, Clock clock) {
        this.register = register;
        this.endorsements = endorsements;
        this.drivers = drivers;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    LicenceCodes codes() {
        return codes;
    }

    /**
     * Enters a code; a vocational one for its own class, whatever class is said.
     *
     * @throws Problem CONFLICT when a vocational one may not be given: no full licence of its class, too young, or for longer than a doctor's word is good
     */
    @Transactional
    public void endorse(
            Actor officer, PersonNumber driver, LicenceCodes.Code code, Endorsement what, Span valid, String why) {
        LicenceCodes.Vocational vocational = code.vocational();
        if (vocational != null) {
            requireFit(driver, vocational, valid);
        }
        Change change = begin(officer, driver, why);
        endorsements.enter(
                change,
                driver,
                vocational == null ? what.licenceClass() : vocational.licenceClass(),
                code.code(),
                what.reference(),
                valid);
        tell(change, driver, "transport.notice.endorsed", code.code(), why);
    }

    private void requireFit(PersonNumber driver, LicenceCodes.Vocational code, Span valid) {
        boolean full = drivers.entitlements(driver).stream()
                .anyMatch(one -> one.licenceClass().equals(code.licenceClass()) && one.stage() == Stage.FULL);
        if (!full) {
            throw new Problem(
                    Problem.Kind.CONFLICT, "transport.problem.vocational-full", Map.of("class", code.licenceClass()));
        }
        LocalDate today = Country.today(clock);
        boolean old = endorsements
                .born(driver)
                .filter(born -> !born.plusYears(code.leastAge()).isAfter(today))
                .isPresent();
        if (!old) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "transport.problem.vocational-age",
                    Map.of("age", Integer.toString(code.leastAge())));
        }
        Instant longest = ZonedDateTime.ofInstant(valid.from(), Country.ZONE)
                .plusMonths(code.medicalMonths())
                .toInstant();
        Instant to = valid.to();
        if (to == null || to.isAfter(longest)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "transport.problem.vocational-medical",
                    Map.of("months", Integer.toString(code.medicalMonths())));
        }
    }

    /**
     * Takes a code off.
     *
     * @param never whether it never was right
     * @throws Problem CONFLICT when it is not there
     */
    @Transactional
    public void end(Actor officer, PersonNumber driver, String licenceClass, String code, boolean never, String why) {
        Change change = begin(officer, driver, why);
        if (!endorsements.end(change, driver, licenceClass, code, Span.from(never ? Instant.EPOCH : change.at()))) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.not-noted");
        }
        tell(change, driver, "transport.notice.unendorsed", code, why);
    }

    /** What a passed test shows: in an automatic, only these; in another one, all of the class. */
    void tested(Actor examiner, PersonNumber driver, String licenceClass, long test, boolean automatic) {
        boolean noted = endorsements.of(driver).stream()
                .anyMatch(one -> one.code().equals(LicenceCodes.AUTOMATIC)
                        && one.licenceClass().equals(licenceClass));
        if (noted == automatic) {
            return;
        }
        Change change = register.change(Origin.of(examiner, null, "practical test " + test), driver.digits());
        Span valid = Span.from(change.at());
        if (automatic) {
            endorsements.enter(change, driver, licenceClass, LicenceCodes.AUTOMATIC, "practical test " + test, valid);
        } else {
            endorsements.end(change, driver, licenceClass, LicenceCodes.AUTOMATIC, valid);
        }
    }

    private void tell(Change change, PersonNumber driver, String template, String code, String why) {
        notices.send(new Notice(
                "transport/endorsement/" + change.id(),
                driver,
                template,
                Map.of(
                        "reference",
                        codes.said(code, Locale.ENGLISH) + " / " + codes.said(code, Locale.of("es")),
                        "message",
                        why),
                null));
    }

    private Change begin(Actor officer, PersonNumber driver, String why) {
        Change change = register.change(Origin.of(officer, null, why), driver.digits());
        audit.record(officer.doesFor(
                RegisterController.AGENCY,
                AuditEvent.REGISTER_CHANGED,
                driver,
                null,
                null,
                Map.of("record", "driver", "change", Long.toString(change.id()))));
        return change;
    }
}
