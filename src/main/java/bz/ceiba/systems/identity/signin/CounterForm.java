package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Proof;
import bz.ceiba.systems.identity.register.Proofs;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what an officer says of the evidence, the phone and the card. */
final class CounterForm {
    private static final String COUNTRY = "BZ";
    private static final int LONGEST = 120;

    private CounterForm() {}

    /**
     * Reads it.
     *
     * @param person whom it is about; null for somebody who is not in the register
     * @param faults gets, by field, the last part of the message key that says what is wrong
     */
    static Optional<Counter.Wish> read(
            Map<String, String> form, @Nullable Person person, Proofs proofs, Map<String, String> faults) {
        String kind = form.getOrDefault("kind", "");
        boolean vouch = Proof.VOUCH.equals(kind);
        require(vouch || Proof.DOCUMENTS.contains(kind), "kind", "kind", faults);
        String reference = form.getOrDefault("reference", "").strip();
        require(isLine(reference), "reference", "reference", faults);
        String occupation = form.getOrDefault("occupation", "").strip();
        Optional<PersonNumber> referee = PersonNumber.parse(form.getOrDefault("referee", ""));
        if (vouch) {
            require(isLine(occupation), "occupation", "occupation", faults);
            boolean known = referee.flatMap(one -> proofs.referee(one, person == null ? null : person.number()))
                    .isPresent();
            require(known, "referee", "referee", faults);
        }
        String typed = form.getOrDefault("phone", "").strip();
        Optional<String> phone = typed.isEmpty() ? Optional.empty() : phone(typed);
        require(typed.isEmpty() || phone.isPresent(), "phone", "phone", faults);
        boolean card = form.containsKey("card");
        require(card || !typed.isEmpty(), "phone", "nothing", faults);
        require(form.containsKey("seen"), "seen", "seen", faults);
        Proof proof = new Proof(
                kind,
                reference,
                vouch ? referee.map(PersonNumber::digits).orElse(null) : null,
                vouch ? occupation : null,
                form.containsKey("compared"),
                form.containsKey("measured"));
        return faults.isEmpty()
                ? Optional.of(new Counter.Wish(proof, phone.orElse(null), form.containsKey("keepEmail"), card))
                : Optional.empty();
    }

    private static boolean isLine(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    private static void require(boolean right, String field, String fault, Map<String, String> faults) {
        if (!right) {
            faults.putIfAbsent(field, fault);
        }
    }

    /** As Belizeans write their numbers, or with the country's code. */
    private static Optional<String> phone(String typed) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = numbers.parse(typed, COUNTRY);
            return numbers.isPossibleNumber(number)
                    ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
