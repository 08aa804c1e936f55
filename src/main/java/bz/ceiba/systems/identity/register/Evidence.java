package bz.ceiba.systems.identity.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a verification rests on (OpenID Identity Assurance Schema Definition 1.0, 5.4.4). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Evidence.Document.class, name = "document"),
    @JsonSubTypes.Type(value = Evidence.ElectronicRecord.class, name = "electronic_record"),
    @JsonSubTypes.Type(value = Evidence.Vouch.class, name = "vouch")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Evidence {
    /** The document's or record's data were compared with the issuer's. */
    String DATA = "data";

    /** Somebody who is trained for it had the document in his hand. */
    String INSPECTED = "vpip";

    /** Somebody who is trained for it saw the person, and that it is the one of the evidence. */
    String SEEN = "pvp";

    /** The person's face or fingers were compared by machine, in presence. */
    String MEASURED = "bvp";

    List<Check> checkDetails();

    /** Whether the check was made. */
    default boolean checked(String method) {
        return checkDetails().stream().anyMatch(check -> check.checkMethod().equals(method));
    }

    /**
     * How it was checked.
     *
     * @param checkMethod of the working group's predefined values
     * @param organization who checked, or null for the register itself
     * @param checkId by which it finds that again, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(
            String checkMethod,
            @Nullable String organization,
            @Nullable String checkId,
            @Nullable Instant time) {
        static Check of(String method) {
            return new Check(method, null, null, null);
        }
    }

    /**
     * Who issued a document or keeps a record.
     *
     * @param countryCode of ICAO Doc 9303, three letters
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Issuer(String name, String countryCode) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DocumentDetails(
            String type,
            @Nullable String documentNumber,
            @Nullable LocalDate dateOfIssuance,
            @Nullable LocalDate dateOfExpiry,
            @Nullable Issuer issuer) {}

    /** A document that the person brought. */
    record Document(List<Check> checkDetails, DocumentDetails documentDetails) implements Evidence {}

    /**
     * A register's record.
     *
     * @param createdAt when it was entered, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordDetails(
            String type,
            @Nullable Instant createdAt,
            @Nullable Issuer source) {}

    /** What a register says. */
    record ElectronicRecord(List<Check> checkDetails, RecordDetails record) implements Evidence {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Voucher(
            @Nullable String name,
            @Nullable String occupation,
            @Nullable String organization) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attestation(
            String type,
            @Nullable String referenceNumber,
            @Nullable LocalDate dateOfIssuance,
            @Nullable Voucher voucher) {}

    /** The word of somebody who knows the person. */
    record Vouch(List<Check> checkDetails, Attestation attestation) implements Evidence {}
}
