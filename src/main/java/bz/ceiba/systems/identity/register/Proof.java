package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.Evidence.Attestation;
import bz.ceiba.systems.identity.register.Evidence.Check;
import bz.ceiba.systems.identity.register.Evidence.DocumentDetails;
import bz.ceiba.systems.identity.register.Evidence.Issuer;
import bz.ceiba.systems.identity.register.Evidence.RecordDetails;
import bz.ceiba.systems.identity.register.Evidence.Voucher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an officer was shown by somebody who stood before him: a document, or somebody who knows the person and vouches for him.
 *
 * @param kind one of {@link #DOCUMENTS}, or {@link #VOUCH}
 * @param reference the document's number, or where the written word of the one who vouches is kept
 * @param referee the identity number of the one who vouches; null for a document
 * @param occupation what the one who vouches is, such as Justice of the Peace; null for a document
 * @param compared whether the issuer of the document, or for a vouch a register, was asked and agrees
 * @param measured whether face or fingers were compared by machine with what the document or a register holds
 */
public record Proof(
        String kind,
        String reference,
        @Nullable String referee,
        @Nullable String occupation,
        boolean compared,
        boolean measured) {
    public static final String VOUCH = "vouch";

    /** As what documents, records and checks are told to relying parties (OpenID Identity Assurance Schema Definition 1.0, 5.4). */
    public static final List<String> DOCUMENT_TYPES = List.of("passport", "driving_permit", "bz_social_security_card");

    public static final List<String> RECORD_TYPES = List.of(
            "birth_register", "marriage_register", "name_register", "naturalisation_register", "population_register");

    public static final List<String> CHECK_METHODS =
            List.of(Evidence.INSPECTED, Evidence.DATA, Evidence.SEEN, Evidence.MEASURED);

    public static final List<String> DOCUMENTS = List.of("passport", "social-security", "licence");

    /** How surely it proves who the person is. */
    public Assurance level() {
        return Proofing.level(evidence("", null, Instant.EPOCH));
    }

    /**
     * As evidence.
     *
     * @param agency whose officers saw it
     * @param vouches the one who vouches, as the register has him
     */
    List<Evidence> evidence(String agency, @Nullable Person vouches, Instant at) {
        if (!VOUCH.equals(kind)) {
            List<Check> checks = checks(agency, at);
            checks.add(new Check(Evidence.INSPECTED, agency, null, at));
            if (compared) {
                checks.add(new Check(Evidence.DATA, agency, null, at));
            }
            String type = "social-security".equals(kind) ? "bz_social_security_card" : kind;
            return List.of(new Evidence.Document(
                    checks,
                    new DocumentDetails(
                            "licence".equals(kind) ? "driving_permit" : type, reference, null, null, null)));
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence.Vouch(
                checks(agency, at),
                new Attestation(
                        "written_attestation",
                        reference,
                        null,
                        new Voucher(vouches == null ? null : vouches.name(), occupation, null))));
        if (compared) {
            evidence.add(new Evidence.ElectronicRecord(
                    List.of(new Check(Evidence.DATA, agency, null, at)),
                    new RecordDetails("population_register", null, new Issuer(agency, DemoPapers.NATION))));
        }
        return evidence;
    }

    private List<Check> checks(String agency, Instant at) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(Evidence.SEEN, agency, null, at));
        if (measured) {
            checks.add(new Check(Evidence.MEASURED, agency, null, at));
        }
        return checks;
    }

    /** The one who vouches. */
    @Nullable
    PersonNumber voucher() {
        return referee == null ? null : new PersonNumber(referee);
    }
}
