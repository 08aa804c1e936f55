package bz.ceiba.systems.border;

import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.carrier.Difference;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a travel document says, as officers read it: days, states and sexes in words. */
@Component
class DocumentWords {
    private static final Set<String> SEXES = Set.of("F", "M", "X");

    private final Messages messages;

    DocumentWords(Messages messages) {
        this.messages = messages;
    }

    /** @param field as declarations or carriers' lists name it */
    String of(String field, String said, Locale locale) {
        return switch (field) {
            case "birth", "expiry", "born", "documentExpires" -> messages.known(locale, said);
            case "issuer", "nationality", "documentIssuer" -> IcaoStates.name(said, locale);
            case "sex" -> SEXES.contains(said) ? messages.text(locale, "border.sex." + said) : said;
            default -> said;
        };
    }

    List<Difference> of(List<Difference> differences, Locale locale) {
        return differences.stream()
                .map(one -> new Difference(
                        one.field(), of(one.field(), one.listed(), locale), of(one.field(), one.shown(), locale)))
                .toList();
    }
}
