package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.Person;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A second code, which goes the way that the first did not: to the e-mail address after a code by SMS, to the phone after one by e-mail. It
 * raises no level; it shows that who signs in does not hold the phone only.
 */
@Component
class OtherWay {
    /** Goes before the second code in what its MAC is over, so that no code stands for the other. */
    private static final String SECOND = "second:";

    private final Challenges challenges;
    private final Codes codes;
    private final Notices notices;
    private final Messages messages;

    OtherWay(Challenges challenges, Codes codes, Notices notices, Messages messages) {
        this.challenges = challenges;
        this.codes = codes;
        this.notices = notices;
        this.messages = messages;
    }

    /** Whether there is one. */
    static boolean is(Person person, Challenge challenge) {
        return address(person, challenge).isPresent();
    }

    private static Optional<String> address(Person person, Challenge challenge) {
        return challenge.byMail() ? Optional.ofNullable(person.phone()) : SignIn.provedMail(person);
    }

    /** Sends it, once for each sign-in, in the current transaction. */
    void send(Person person, Challenge challenge) {
        Optional<String> address = address(person, challenge);
        if (challenge.otherMac() != null || address.isEmpty()) {
            return;
        }
        String code = codes.code();
        challenges.other(challenge, codes.mac(challenge.cookieHash(), SECOND + code));
        Locale language = Locale.of(person.language());
        String text = messages.text(language, "identity.code.sms", code);
        if (challenge.byMail()) {
            notices.sendCode(address.get(), text);
        } else {
            notices.sendCodeByMail(address.get(), messages.text(language, "identity.code.mail-subject"), text);
        }
    }

    boolean isRight(Challenge challenge, String code) {
        byte[] mac = challenge.otherMac();
        return mac != null && MessageDigest.isEqual(mac, codes.mac(challenge.cookieHash(), SECOND + code));
    }
}
