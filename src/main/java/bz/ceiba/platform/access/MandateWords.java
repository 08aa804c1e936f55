package bz.ceiba.platform.access;

import bz.ceiba.platform.web.Messages;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in plain words what a right to act is. */
public final class MandateWords {
    private MandateWords() {}

    /** Why, until when, in what and with whom: for the one who acts. */
    public static String of(Mandate mandate, Messages messages, Locale locale) {
        StringBuilder words = new StringBuilder(
                messages.text(locale, "access.ground." + mandate.ground().name()));
        LocalDate until = mandate.until();
        if (until != null && mandate.ground() != Mandate.Ground.ASSISTANT) {
            words.append(' ')
                    .append(messages.text(locale, "access.mandate.until", messages.date(locale, until.minusDays(1))));
        }
        if (!mandate.limits().isEmpty()) {
            words.append(' ')
                    .append(messages.text(
                            locale, "access.mandate.limits", matters(mandate.limits(), messages, locale)));
        }
        if (!mandate.joint().isEmpty()) {
            words.append(' ')
                    .append(
                            mandate.joint().contains(Matter.ALL)
                                    ? messages.text(locale, "access.mandate.joint-all")
                                    : messages.text(
                                            locale,
                                            "access.mandate.joint",
                                            matters(mandate.joint(), messages, locale)));
        }
        return words.toString();
    }

    /** For whom, and in what only, as it stands on top of each page. */
    static String band(Actor.Represented represented, Messages messages, Locale locale) {
        if (represented.mandates().isEmpty() || represented.mayIn(Matter.ALL)) {
            return represented.name();
        }
        Collection<Matter> matters = represented.mandates().stream()
                .flatMap(mandate -> mandate.limits().stream())
                .collect(Collectors.toSet());
        return messages.text(locale, "access.mandate.only", represented.name(), matters(matters, messages, locale));
    }

    /** The names of matters, in a list. */
    public static String matters(Collection<Matter> matters, Messages messages, Locale locale) {
        return matters.stream()
                .sorted()
                .map(matter -> messages.text(locale, "access.matter." + matter.id()))
                .collect(Collectors.joining(", "));
    }
}
