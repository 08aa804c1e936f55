package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Verhoeff;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws the demonstration's convictions of people who do not exist; the same every time. */
final class DemoConvictions {
    /** A record with its convictions, before it has an id. */
    record Drawn(PersonEntry person, List<Conviction> convictions) {}

    record FixedConviction(
            String court,
            String reference,
            String offence,
            Category category,
            @Nullable LocalDate offenceOn,
            LocalDate convictedOn,
            String sentence,
            SentenceKind kind,
            @Nullable Integer months,
            @Nullable LocalDate endsOn) {}

    record Fixed(
            @Nullable String number,
            String given,
            String family,
            @Nullable List<String> aliases,
            String birth,
            String sex,
            String birthPlace,
            String district,
            List<FixedConviction> convictions) {}

    record Court(String name, String code, String district, String town) {}

    record Offence(String offence, Category category, int weight) {}

    record Ingredients(
            boolean demo,
            List<Fixed> fixed,
            List<Court> courts,
            List<String> male,
            List<String> female,
            List<String> family,
            List<Offence> offences) {}

    private static final long SEED = 1_886;
    private static final LocalDate LAST = LocalDate.of(2026, 6, 30);
    private static final int YEARS = 25;

    private final Ingredients ingredients;
    private final SplittableRandom random = new SplittableRandom(SEED);

    private DemoConvictions(Ingredients ingredients) {
        this.ingredients = ingredients;
    }

    /** The fixed records, then as many drawn ones. */
    static List<Drawn> draw(int count) {
        DemoConvictions demo = new DemoConvictions(CountryPack.read("demo-register", Ingredients.class));
        List<Drawn> drawn = new ArrayList<>();
        demo.ingredients.fixed().forEach(fixed -> drawn.add(of(fixed)));
        for (int i = 0; i < count; i++) {
            drawn.add(demo.next());
        }
        return drawn;
    }

    private static Drawn of(Fixed fixed) {
        String number = fixed.number();
        List<String> aliases = fixed.aliases();
        return new Drawn(
                new PersonEntry(
                        0,
                        0,
                        number == null ? null : new PersonNumber(number),
                        fixed.given(),
                        fixed.family(),
                        aliases == null ? List.of() : aliases,
                        BirthDate.parse(fixed.birth()),
                        fixed.sex(),
                        fixed.birthPlace(),
                        fixed.district()),
                fixed.convictions().stream()
                        .map(c -> new Conviction(
                                0,
                                0,
                                0,
                                c.court(),
                                c.reference(),
                                c.offence(),
                                c.category(),
                                c.offenceOn(),
                                c.convictedOn(),
                                c.sentence(),
                                c.kind(),
                                c.months(),
                                c.endsOn(),
                                false,
                                false,
                                false))
                        .toList());
    }

    private Drawn next() {
        boolean male = random.nextInt(100) < 84;
        Court home = pick(ingredients.courts());
        LocalDate born = LocalDate.of(1950, 1, 1).plusDays(random.nextInt(57 * 365));
        LocalDate adult = born.plusYears(15);
        LocalDate first = LAST.minusYears(YEARS).isAfter(adult) ? LAST.minusYears(YEARS) : adult;
        String family = pick(ingredients.family());
        String other = random.nextInt(4) == 0 ? " " + pick(ingredients.family()) : "";
        String given = pick(male ? ingredients.male() : ingredients.female());
        List<String> aliases = random.nextInt(8) == 0 ? List.of(given + " " + pick(ingredients.family())) : List.of();
        PersonEntry person = new PersonEntry(
                0,
                0,
                random.nextInt(5) < 2 ? number() : null,
                given,
                family + other,
                aliases,
                known(born),
                male ? "M" : "F",
                home.town(),
                home.district());
        List<Conviction> convictions = new ArrayList<>();
        LocalDate at = first;
        int count = 1 + Math.min(random.nextInt(6), random.nextInt(6)) / 2;
        for (int i = 0; i < count; i++) {
            int days = (int) (LAST.toEpochDay() - at.toEpochDay());
            at = at.plusDays(random.nextInt(Math.max(1, days)));
            convictions.add(conviction(random.nextInt(4) == 0 ? pick(ingredients.courts()) : home, at, born));
        }
        return new Drawn(person, convictions);
    }

    /** As courts know it: mostly whole, sometimes the year alone, sometimes not at all. */
    private BirthDate known(LocalDate born) {
        int how = random.nextInt(20);
        return how < 16 ? BirthDate.of(born) : how < 19 ? new BirthDate(born.getYear(), null, null) : BirthDate.UNKNOWN;
    }

    private Conviction conviction(Court court, LocalDate on, LocalDate born) {
        Offence offence = offence();
        LocalDate offenceOn = on.minusDays(10L + random.nextInt(300));
        int how = random.nextInt(10);
        int months = 1 + random.nextInt(how == 0 ? 90 : 18);
        SentenceKind kind = offence.category() == Category.TRAFFIC || how > 6
                ? SentenceKind.FINE
                : how > 4 ? SentenceKind.BOUND_OVER : how > 3 ? SentenceKind.SUSPENDED : SentenceKind.CUSTODY;
        String sentence =
                switch (kind) {
                    case FINE -> "Fine of BZ$" + (2 + random.nextInt(30)) * 50;
                    case BOUND_OVER -> "Bound over to keep the peace for " + months + " months";
                    case SUSPENDED -> months + " months in prison, suspended";
                    case CUSTODY -> months + " months in prison";
                    case COMMUNITY, PROBATION, DISCHARGE -> throw new IllegalStateException("never drawn");
                };
        return new Conviction(
                0,
                0,
                0,
                court.name(),
                String.format(Locale.ROOT, "%s %d/%d", court.code(), 1 + random.nextInt(900), on.getYear()),
                offence.offence(),
                offence.category(),
                offenceOn,
                on,
                sentence,
                kind,
                kind == SentenceKind.FINE ? null : months,
                kind == SentenceKind.FINE ? null : on.plusMonths(months).minusDays(1),
                offenceOn.isBefore(born.plusYears(18)),
                false,
                false);
    }

    private Offence offence() {
        int total = ingredients.offences().stream().mapToInt(Offence::weight).sum();
        int at = random.nextInt(total);
        for (Offence offence : ingredients.offences()) {
            at -= offence.weight();
            if (at < 0) {
                return offence;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private PersonNumber number() {
        StringBuilder digits = new StringBuilder().append(1 + random.nextInt(9));
        for (int i = 0; i < 10; i++) {
            digits.append(random.nextInt(10));
        }
        return new PersonNumber(
                digits.append(Verhoeff.checkDigit(digits.toString())).toString());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
