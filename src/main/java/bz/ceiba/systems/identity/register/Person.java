package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person in the register.
 *
 * @param id by which relying parties know him; says nothing and never changes
 * @param middle further given names, or null
 * @param family the family name in use
 * @param birthName the family name at birth where it differs, or null
 * @param aliases other names by which he is known
 * @param given empty only of a visitor whose passport has one name
 * @param sex F or M, as registered at birth; X of a visitor whose passport does not say
 * @param district of residence, by its identifier in the country pack; empty of a visitor, as are place of birth, town and address
 * @param phone in E.164 form, verified, or null
 * @param emailVerifiedAt when he showed that he reads mail at that address, or null
 * @param language in which he wants to be written to, ISO 639
 */
public record Person(
        UUID id,
        PersonNumber number,
        String given,
        @Nullable String middle,
        String family,
        @Nullable String birthName,
        List<String> aliases,
        String sex,
        LocalDate birthDate,
        String birthPlace,
        String district,
        String town,
        String address,
        @Nullable String phone,
        @Nullable String email,
        @Nullable Instant emailVerifiedAt,
        String language,
        Status status) {
    public enum Status {
        ACTIVE,
        DECEASED,
        /** The entry by which the number was given is annulled; it is nobody's. */
        ENDED
    }

    public Person {
        aliases = List.copyOf(aliases);
    }

    /** As he writes it. */
    public String name() {
        return (middle == null ? given + " " + family : given + " " + middle + " " + family).strip();
    }

    /** As relying parties read it (OpenID Connect Core 1.0, 5.1); null when it is not known. */
    public @Nullable String gender() {
        return switch (sex) {
            case "F" -> "female";
            case "M" -> "male";
            default -> null;
        };
    }
}
