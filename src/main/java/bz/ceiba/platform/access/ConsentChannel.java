package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this room asks of the register of people: who is enrolled as staff, and how somebody is reached. The room that keeps the register
 * implements it.
 */
public interface ConsentChannel {
    /**
     * A person who can be asked.
     *
     * @param phone in E.164 form, verified
     * @param email as it stands in the register, or null
     * @param emailVerified whether he showed that he reads mail there
     * @param language in which he is written to, ISO 639
     */
    record Reachable(
            PersonNumber person,
            String name,
            String phone,
            @Nullable String email,
            boolean emailVerified,
            String language) {}

    /** The person, if he is in the register, alive, and has a phone. */
    Optional<Reachable> find(PersonNumber number);

    /** Those of them who live and are enrolled to sign in as staff, with their names. */
    Map<PersonNumber, String> staff(Collection<PersonNumber> people);

    /** Sends a message with a code to his phone, ahead of everything else. */
    void sendCode(Reachable person, String text);

    /**
     * Sends a notice, once per key.
     *
     * @param template the message key of its texts, as the notifications room knows them
     * @param values what {@code {name}} in the texts stands for
     */
    void tell(String key, PersonNumber person, String template, Map<String, String> values);
}
