package bz.ceiba.systems.border;

import bz.ceiba.platform.documents.SignedCodes;
import bz.ceiba.platform.documents.SignedCodes.Code;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.border.Draft.Content;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The code that a traveller shows: what an officer needs to know if his desk can't reach anybody, signed. Its members have numbers, which
 * docs/verification.md explains.
 */
@Component
class DeclarationCodes {
    static final String TYPE = "border-declaration";

    /** So many travellers fit with their documents into a code that a phone shows well. */
    private static final int MOST_NAMED = 6;

    /** Journeys are late; a code is good for some days after the one that was declared. */
    private static final int DAYS_AFTER = 2;

    private static final int NUMBER = 1;
    private static final int VERSION = 2;
    private static final int DIRECTION = 3;
    private static final int PORT = 4;
    private static final int DATE = 5;
    private static final int CARRIER = 6;
    private static final int COUNT = 7;
    private static final int TRAVELLERS = 8;

    private final SignedCodes codes;

    DeclarationCodes(SignedCodes codes) {
        this.codes = codes;
    }

    /** What a code says that is ours and whole. */
    record Shown(String number, int version, Instant expires) {}

    String sign(Declaration declaration, Content content, Instant now) {
        Map<Integer, Object> said = new LinkedHashMap<>();
        said.put(NUMBER, declaration.number());
        said.put(VERSION, declaration.version());
        said.put(DIRECTION, declaration.arrival() ? "A" : "D");
        said.put(PORT, declaration.port());
        said.put(DATE, declaration.travelDate().toString());
        said.put(CARRIER, declaration.carrier());
        said.put(COUNT, declaration.travellers());
        said.put(
                TRAVELLERS,
                content.travellers().stream()
                        .limit(MOST_NAMED)
                        .map(one -> List.of(
                                Transliteration.of(one.surname()),
                                Transliteration.of(one.given()),
                                one.number(),
                                one.nationality(),
                                one.birth()))
                        .toList());
        LocalDate last = declaration.travelDate().plusDays(DAYS_AFTER + 1L);
        return codes.sign(TYPE, said, now, last.atStartOfDay(Country.ZONE).toInstant());
    }

    Optional<Shown> read(String code) {
        return codes.read(code).filter(one -> one.type().equals(TYPE)).flatMap(DeclarationCodes::shown);
    }

    private static Optional<Shown> shown(Code code) {
        return code.content().get((long) NUMBER) instanceof String number
                        && code.content().get((long) VERSION) instanceof Long version
                ? Optional.of(new Shown(number, version.intValue(), code.expires()))
                : Optional.empty();
    }
}
