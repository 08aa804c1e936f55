package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The registrar's forms: what was typed as entries, and entries as what was typed. */
final class RegisterForms {
    static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 1_000;
    private static final int MOST_ALIASES = 20;
    private static final int FIRST_BIRTH = 1850;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M} .'’-]*");
    private static final Pattern REFERENCE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ./()-]*");

    private RegisterForms() {}

    static Typed typed(Map<String, String> posted, Messages messages, Locale locale) {
        return new Typed(posted, messages, locale, "policerecords.wrong.");
    }

    static String reason(Typed typed) {
        return typed.why("reason", SHORTEST_REASON, LONGEST_REASON);
    }

    /** Who the record is about; right when the form has no errors. */
    static PersonEntry person(Typed typed, long id, int version, Country country, LocalDate today) {
        String digits = typed.text("number", 20, false);
        Optional<PersonNumber> number = PersonNumber.parse(digits);
        if (!digits.isEmpty() && number.isEmpty()) {
            typed.wrong("number", "number-invalid");
        }
        String given = typed.text("given", 100, true, NAME, "name-characters");
        String family = typed.text("family", 100, true, NAME, "name-characters");
        List<String> aliases = typed.text("aliases", 1_000, false)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        if (aliases.size() > MOST_ALIASES) {
            typed.wrong("aliases", "too-many", MOST_ALIASES);
        }
        if (aliases.stream().anyMatch(alias -> !NAME.matcher(alias).matches())) {
            typed.wrong("aliases", "name-characters");
        }
        BirthDate birth = birth(typed, today);
        String sex = typed.choice("sex", List.of("F", "M"));
        String place = typed.text("birthPlace", 100, false);
        String district = typed.choice(
                "district",
                country.districts().stream().map(Country.District::id).toList());
        return new PersonEntry(
                id,
                version,
                number.orElse(null),
                given,
                family,
                aliases,
                birth,
                sex,
                place.isEmpty() ? null : place,
                district);
    }

    /** As far as it was typed: the year alone, with the month, or with both. */
    private static BirthDate birth(Typed typed, LocalDate today) {
        try {
            BirthDate birth =
                    new BirthDate(part(typed, "birth.year"), part(typed, "birth.month"), part(typed, "birth.day"));
            Integer year = birth.year();
            if (year != null && (year < FIRST_BIRTH || year > today.getYear())) {
                throw new IllegalArgumentException("nobody here was born then");
            }
            if (birth.earliest().filter(date -> date.isAfter(today)).isPresent()) {
                typed.generallyWrong("birth", "date-range");
            }
            return birth;
        } catch (IllegalArgumentException e) {
            typed.generallyWrong("birth", "date");
            return BirthDate.UNKNOWN;
        }
    }

    private static @Nullable Integer part(Typed typed, String field) {
        String text = typed.text(field);
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    /** The conviction, or nothing when the form has errors. */
    static Optional<Conviction> conviction(Typed typed, long id, int version, long person, LocalDate today) {
        String court = typed.text("court", 120, true);
        String reference = typed.text("reference", 40, true, REFERENCE, "reference-characters");
        String offence = typed.text("offence", 200, true);
        Optional<Category> category = typed.choice("category", Category.class);
        LocalDate offenceOn = typed.date("offenceOn", false, today);
        LocalDate convictedOn = typed.date("convictedOn", true, today);
        if (offenceOn != null && convictedOn != null && offenceOn.isAfter(convictedOn)) {
            typed.wrong("offenceOn", "offence-later");
        }
        String sentence = typed.text("sentence", 300, true);
        Optional<SentenceKind> kind = typed.choice("kind", SentenceKind.class);
        Integer months = typed.number("months", 0, 1_200);
        LocalDate endsOn = typed.date("endsOn", false, today.plusYears(100));
        if (endsOn != null && convictedOn != null && endsOn.isBefore(convictedOn)) {
            typed.wrong("endsOn", "ends-earlier");
        }
        if (!typed.isRight() || convictedOn == null) {
            return Optional.empty();
        }
        return Optional.of(new Conviction(
                id,
                version,
                person,
                court,
                reference,
                offence,
                category.orElseThrow(),
                offenceOn,
                convictedOn,
                sentence,
                kind.orElseThrow(),
                months,
                endsOn,
                typed.yes("juvenile"),
                false,
                typed.yes("annulled")));
    }

    static Map<String, String> values(PersonEntry p) {
        Map<String, String> values = new HashMap<>();
        values.put("version", Integer.toString(p.version()));
        values.put("number", p.knownNumber().map(PersonNumber::grouped).orElse(""));
        values.put("given", p.given());
        values.put("family", p.family());
        values.put("aliases", String.join("\n", p.aliases()));
        values.put("birth.year", text(p.birth().year()));
        values.put("birth.month", text(p.birth().month()));
        values.put("birth.day", text(p.birth().day()));
        values.put("sex", text(p.sex()));
        values.put("birthPlace", text(p.birthPlace()));
        values.put("district", text(p.district()));
        return values;
    }

    static Map<String, String> values(Conviction c) {
        Map<String, String> values = new HashMap<>();
        values.put("version", Integer.toString(c.version()));
        values.put("court", c.court());
        values.put("reference", c.reference());
        values.put("offence", c.offence());
        values.put("category", c.category().name());
        date(values, "offenceOn", c.offenceOn());
        date(values, "convictedOn", c.convictedOn());
        values.put("sentence", c.sentence());
        values.put("kind", c.kind().name());
        values.put("months", text(c.months()));
        date(values, "endsOn", c.endsOn());
        values.put("juvenile", Boolean.toString(c.juvenile()));
        values.put("annulled", Boolean.toString(c.annulled()));
        return values;
    }

    private static void date(Map<String, String> values, String field, @Nullable LocalDate date) {
        if (date != null) {
            values.put(field + ".day", Integer.toString(date.getDayOfMonth()));
            values.put(field + ".month", Integer.toString(date.getMonthValue()));
            values.put(field + ".year", Integer.toString(date.getYear()));
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
