package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is to be entered in the register.
 *
 * @param middle further given names, or null
 * @param sex F or M
 * @param district by its identifier in the country pack
 * @param language in which he wants to be written to
 */
public record Applicant(
        String given,
        @Nullable String middle,
        String family,
        String sex,
        LocalDate birthDate,
        String birthPlace,
        String district,
        String town,
        String address,
        String language) {
    private static final Pattern LINE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,120}");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    /**
     * Reads a form.
     *
     * @param faults gets, by field, the last part of the message key that says what is wrong
     */
    public static Optional<Applicant> read(
            Map<String, String> form,
            Country country,
            List<String> languages,
            LocalDate today,
            Map<String, String> faults) {
        String given = name("given", form, faults);
        String middle = form.getOrDefault("middle", "").isBlank() ? null : name("middle", form, faults);
        String family = name("family", form, faults);
        String sex = form.getOrDefault("sex", "");
        require(List.of("F", "M").contains(sex), "sex", "sex", faults);
        LocalDate born = day(form, today, faults);
        String birthPlace = line("birthPlace", form, faults);
        String district = form.getOrDefault("district", "");
        require(country.district(district).isPresent(), "district", "district", faults);
        String town = line("town", form, faults);
        String address = line("address", form, faults);
        String language = form.getOrDefault("language", "en");
        require(languages.contains(language), "language", "language", faults);
        return faults.isEmpty()
                ? Optional.of(
                        new Applicant(given, middle, family, sex, born, birthPlace, district, town, address, language))
                : Optional.empty();
    }

    private static void require(boolean right, String field, String fault, Map<String, String> faults) {
        if (!right) {
            faults.putIfAbsent(field, fault);
        }
    }

    private static String name(String field, Map<String, String> form, Map<String, String> faults) {
        Optional<String> name = WrittenName.of(form.getOrDefault(field, ""));
        require(name.isPresent(), field, "name", faults);
        return name.orElse("");
    }

    private static String line(String field, Map<String, String> form, Map<String, String> faults) {
        String line = form.getOrDefault(field, "").strip();
        require(LINE.matcher(line).matches(), field, "line", faults);
        return line;
    }

    private static LocalDate day(Map<String, String> form, LocalDate today, Map<String, String> faults) {
        try {
            LocalDate day = LocalDate.of(
                    Integer.parseInt(form.getOrDefault("born.year", "").strip()),
                    Integer.parseInt(form.getOrDefault("born.month", "").strip()),
                    Integer.parseInt(form.getOrDefault("born.day", "").strip()));
            require(!day.isAfter(today) && !day.isBefore(EARLIEST), "born", "day", faults);
            return day;
        } catch (DateTimeException | NumberFormatException e) {
            require(false, "born", "day", faults);
            return EARLIEST;
        }
    }

    public String name() {
        return middle == null ? given + " " + family : given + " " + middle + " " + family;
    }

    /** As a person of the register, with an identity number that is drawn for him. */
    Person person(UUID id, PersonNumber number, @Nullable String phone) {
        return new Person(
                id,
                number,
                given,
                middle,
                family,
                null,
                List.of(),
                sex,
                birthDate,
                birthPlace,
                district,
                town,
                address,
                phone,
                null,
                null,
                language,
                Person.Status.ACTIVE);
    }
}
