package bz.ceiba.systems.border;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the machine-readable zone of a document, as its issuer would. */
final class WrittenZone {
    private WrittenZone() {}

    static String of(TravelDocument document) {
        ZoneFormat format = document.format();
        boolean isLong = document.number().length() > 9;
        String nine = isLong ? document.number().substring(0, 9) : fill(document.number(), 9);
        String digit = isLong ? "<" : digit(nine);
        String rest = isLong ? document.number().substring(9) + digit(document.number()) : "";
        String name = document.surname() + "<<" + document.given().replace(' ', '<');
        String birth = six(document.birth());
        String expiry = six(document.expiry());
        String sex = document.sex().isEmpty() ? "<" : document.sex();
        String dates = birth + digit(birth) + sex + expiry + digit(expiry);
        String checked = birth + digit(birth) + expiry + digit(expiry);
        String head = fill(document.code(), 2) + fill(document.issuer(), 3);
        String nationality = fill(document.nationality(), 3);
        if (format == ZoneFormat.TD1) {
            String first = nine + digit + fill(rest, 15);
            String optional = fill("", 11);
            return head + first + "\n" + dates + nationality + optional + digit(first + checked + optional) + "\n"
                    + fill(name, 30);
        }
        String line = head + fill(name, format.width() - 5) + "\n" + nine + digit + nationality + dates;
        return switch (format) {
            case TD2 -> line + fill(rest, 7) + digit(nine + digit + checked + fill(rest, 7));
            case TD3 -> line + fill("", 14) + "<" + digit(nine + digit + checked + fill("", 15));
            case MRV_A -> line + fill("", 16);
            case MRV_B -> line + fill("", 8);
            case TD1 -> throw new IllegalStateException("written above");
        };
    }

    private static String digit(String text) {
        return String.valueOf(MachineReadableZone.checkDigit(text));
    }

    private static String fill(String text, int width) {
        return text + "<".repeat(width - text.length());
    }

    private static String six(PartialDate date) {
        Integer year = date.year();
        return two(year == null ? null : Integer.valueOf(year % 100)) + two(date.month()) + two(date.day());
    }

    private static String two(@Nullable Integer part) {
        return part == null ? "<<" : String.format(Locale.ROOT, "%02d", part);
    }
}
