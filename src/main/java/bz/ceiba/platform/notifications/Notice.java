package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell a person, on every channel on which he can be reached and in his portal inbox.
 *
 * @param key makes the notice recognisable: a second one with the same key is not sent
 * @param to whom
 * @param template the message key of its texts: {@code <template>.subject}, {@code <template>.text} and
 *     {@code <template>.sms}, in the room that sends it
 * @param values what {@code {name}} in the texts stands for
 * @param caseNumber the case it is about, or null
 */
public record Notice(
        String key,
        PersonNumber to,
        String template,
        Map<String, String> values,
        @Nullable CaseNumber caseNumber) {}
