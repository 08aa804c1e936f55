package bz.ceiba.platform.insight;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures are written in a visitor's language. */
public record Wording(Messages messages, Country country, Locale locale) {
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SPANISH = DateTimeFormatter.ofPattern("MMMM 'de' yyyy", Locale.of("es"));

    String t(String key, Object... arguments) {
        return messages.text(locale, "insight." + key, arguments);
    }

    String month(LocalDate month) {
        return (locale.getLanguage().equals("es") ? SPANISH : ENGLISH).format(month);
    }

    /** Nov 2026. */
    String shortMonth(LocalDate month) {
        return DateTimeFormatter.ofPattern("MMM yyyy", locale).format(month);
    }

    /** 22 Nov. */
    public String shortDay(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM", locale).format(day);
    }

    /** A district by its name, or that it is not known. */
    public String district(String id) {
        return country.district(id).map(d -> d.name().in(locale)).orElseGet(() -> t("district-unknown"));
    }

    String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count, or what is told in its place. */
    public String count(PublicCount count) {
        return switch (count.kind()) {
            case EXACT -> count(count.value());
            case AT_LEAST -> t("or-more", count(count.value()));
            case FEW -> t("few", Disclosure.FEWEST);
            case HIDDEN -> t("held");
        };
    }

    /** A share, or what is told in its place. */
    public String share(PublicShare share) {
        return switch (share.kind()) {
            case NONE -> "–";
            case EXACT -> share.percent() + "%";
            case AT_LEAST -> t("at-least", share.percent());
            case AT_MOST -> t("at-most", share.percent());
        };
    }

    /** Half of those who were decided on in a month waited at most so many working days. */
    String halfWaited(LocalDate month, @Nullable Double days) {
        String most = days(days);
        return most.equals("1") ? t("waits-half-one", month(month)) : t("waits-half", month(month), most);
    }

    /** Working days without a needless fraction, or a dash. */
    String days(@Nullable Double days) {
        if (days == null) {
            return "–";
        }
        return days == Math.rint(days) ? Long.toString(Math.round(days)) : String.format(Locale.ROOT, "%.1f", days);
    }
}
