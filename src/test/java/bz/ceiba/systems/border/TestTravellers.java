package bz.ceiba.systems.border;

import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Made-up travellers with passports of their own. */
final class TestTravellers {
    private TestTravellers() {}

    static TravelDocument passport(String surname, String given, String nationality) {
        String number = "X" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
        return new TravelDocument(
                ZoneFormat.TD3,
                "P",
                nationality,
                surname.toUpperCase(Locale.ROOT),
                given.toUpperCase(Locale.ROOT),
                false,
                number,
                nationality,
                PartialDate.of(LocalDate.of(1988, 3, 27)),
                "F",
                PartialDate.of(LocalDate.of(2036, 1, 31)),
                "");
    }
}
