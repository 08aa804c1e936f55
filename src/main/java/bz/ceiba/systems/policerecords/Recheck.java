package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds certificates that are no longer right after the register has changed, and has them revoked. */
@Component
class Recheck {
    private static final Logger LOG = LoggerFactory.getLogger(Recheck.class);

    private final Register register;
    private final Certificates certificates;
    private final Holdings holdings;
    private final Disclosure disclosure;
    private final Cases cases;
    private final JsonMapper json;
    private final Clock clock;

    Recheck(
            Register register,
            Certificates certificates,
            Holdings holdings,
            Disclosure disclosure,
            Cases cases,
            JsonMapper json,
            Clock clock) {
        this.register = register;
        this.certificates = certificates;
        this.holdings = holdings;
        this.disclosure = disclosure;
        this.cases = cases;
        this.json = json;
        this.clock = clock;
    }

    /** Looks at the certificates of the last six months that may say something of a record. */
    void afterChange(long person) {
        Instant since = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .minusMonths(IssueCertificate.VALID_MONTHS)
                .minusDays(1)
                .toInstant();
        List<PersonNumber> numbers = register.numbersEver(person);
        certificates.saying(person, numbers, since).forEach(this::check);
    }

    /**
     * Has the case's certificate revoked if the register would now make it say something else. The rules are applied as at
     * its day: that a conviction has become spent since does not make it wrong.
     */
    void check(Certificate certificate) {
        List<Map<String, String>> now = disclosure
                .of(
                        certificate.says().purpose(),
                        holdings.of(certificate.caseNumber(), certificate.holder()),
                        certificate.says().issuedOn())
                .stream()
                .map(Disclosure::shown)
                .toList();
        if (now.equals(certificate.says().convictions())) {
            return;
        }
        LOG.info("certificate {} is no longer what the register says", certificate.document());
        cases.advance(
                certificate.caseNumber(),
                "register-changed",
                json.createObjectNode().put("disclosed", now.size()).put("outdated", true));
    }
}
