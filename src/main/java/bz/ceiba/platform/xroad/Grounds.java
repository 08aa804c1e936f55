package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Claim;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a question may be asked, as its headers say it: these are signed and kept with the message, as bodies are not. {@code X-Road-Issue} names the
 * case, or the agreement whose standing ground needs none; {@code Ceiba-Consent} the agreement to which the person consented, and when.
 */
final class Grounds {
    static final String CONSENT = "Ceiba-Consent";

    private static final Pattern AGREEMENT = Pattern.compile("[a-z0-9-]{1,80}/[0-9]{1,6}");
    private static final Pattern CONSENTED =
            Pattern.compile("(" + AGREEMENT.pattern() + ");given=([0-9]{4}-\\S{1,35})");

    private Grounds() {}

    static Header about(CaseNumber about) {
        return new Header("x-road-issue", about.text());
    }

    static Header standing(Claim claim) {
        return new Header("x-road-issue", claim.agreement());
    }

    static Header consent(Claim claim) {
        return new Header("ceiba-consent", claim.agreement() + ";given=" + claim.consentGiven());
    }

    /** The case that a request names. */
    static Optional<CaseNumber> caseOf(RestMessage request) {
        return request.header(RestMessage.ISSUE).flatMap(CaseNumber::parse);
    }

    /** What a request names besides a case, or instead of one: the agreement, and the consent to it. */
    static Optional<Claim> claim(RestMessage request) {
        Optional<Claim> consent = consent(request);
        if (caseOf(request).isPresent()) {
            return consent;
        }
        return request.header(RestMessage.ISSUE)
                .filter(issue -> AGREEMENT.matcher(issue).matches())
                .map(agreement -> consent.filter(claim -> claim.agreement().equals(agreement))
                        .orElseGet(() -> new Claim(agreement, null)));
    }

    /** The consent that a message names; nothing when it names none that can be read. */
    static Optional<Claim> consent(RestMessage message) {
        return message.header(CONSENT)
                .map(CONSENTED::matcher)
                .filter(Matcher::matches)
                .flatMap(found -> {
                    try {
                        return Optional.of(new Claim(found.group(1), Instant.parse(found.group(2))));
                    } catch (DateTimeException e) {
                        return Optional.empty();
                    }
                });
    }
}
