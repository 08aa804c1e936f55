package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A document that was issued.
 *
 * @param number by which it is verified
 * @param sha256 of the signed PDF, hexadecimal
 * @param revokedAt when it was revoked, or null
 * @param reason why it was revoked, as the public may read it, or null
 */
public record IssuedDocument(
        String number,
        String type,
        LocalizedText title,
        String agency,
        PersonNumber holder,
        String holderName,
        CaseNumber caseNumber,
        Instant issuedAt,
        @Nullable LocalDate validUntil,
        String sha256,
        @Nullable Instant revokedAt,
        @Nullable String reason) {}
