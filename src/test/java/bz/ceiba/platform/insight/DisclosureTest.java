package bz.ceiba.platform.insight;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.insight.PublicCount.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DisclosureTest {
    private static Map<String, Long> parts(long... counts) {
        Map<String, Long> parts = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            parts.put("p" + i, counts[i]);
        }
        return parts;
    }

    private static List<String> told(Map<String, PublicCount> told) {
        return told.values().stream().map(PublicCount::csv).toList();
    }

    @Test
    void oneToFourAreNeverTold() {
        assertThat(Disclosure.total(0, true).csv()).isEqualTo("0");
        assertThat(Disclosure.total(1, true).csv()).isEqualTo("<5");
        assertThat(Disclosure.total(4, true).csv()).isEqualTo("<5");
        assertThat(Disclosure.total(5, true).csv()).isEqualTo("5");
    }

    @Test
    void aMonthThatIsNotOverIsRoundedDownToFives() {
        Disclosure.Told<String> told = Disclosure.tell(parts(12, 3, 0, 5), false);
        assertThat(told.total().csv()).isEqualTo("20+");
        assertThat(told(told.parts())).containsExactly("10+", "<5", "0", "5+");
    }

    @Test
    void partsWithoutSmallOnesAreAllTold() {
        Disclosure.Told<String> told = Disclosure.tell(parts(12, 0, 7), true);
        assertThat(told.total().csv()).isEqualTo("19");
        assertThat(told(told.parts())).containsExactly("12", "0", "7");
    }

    @Test
    void aSmallPartTakesAnotherWithItSoThatItIsNotTheTotalLessTheRest() {
        Disclosure.Told<String> told = Disclosure.tell(parts(2, 12, 30, 0), true);
        assertThat(told.total().csv()).isEqualTo("44");
        assertThat(told(told.parts())).containsExactly("<5", "x", "30", "0");
    }

    @Test
    void whereNothingMakesThePartsSafeTheTotalStaysRoundedDown() {
        Disclosure.Told<String> told = Disclosure.tell(parts(1, 5, 0), true);
        assertThat(told.total().csv()).isEqualTo("5+");
        assertThat(told(told.parts())).containsExactly("<5", "5+", "0");
    }

    @Test
    void daysOfACountThatIsNotToldAreNotToldEither() {
        assertThat(told(Disclosure.days(new PublicCount(Kind.HIDDEN, 0), parts(6, 0, 2))))
                .containsExactly("x", "0", "<5");
        assertThat(told(Disclosure.days(PublicCount.exact(6), parts(1, 5, 0)))).containsExactly("x", "x", "x");
    }

    /** Tries all ways to fill in what is held back, knowing the rounded counts from the time before. */
    @Test
    void whoeverSubtractsCantTellWhichSmallNumberItIs() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            Map<String, Long> parts =
                    parts(random.longs(7, 0, 1 + random.nextInt(25)).toArray());
            Disclosure.Told<String> told = Disclosure.tell(parts, true);
            if (told.total().kind() != Kind.EXACT) {
                assertThat(told.parts().values())
                        .as("%s", parts)
                        .noneMatch(part -> part.kind() == Kind.EXACT && part.value() > 0);
                continue;
            }
            told.parts().forEach((key, count) -> {
                if (count.kind() == Kind.FEW) {
                    assertThat(possible(parts, told, key))
                            .as("%s of %s", key, parts)
                            .containsExactly(1L, 2L, 3L, 4L);
                } else if (count.kind() == Kind.EXACT) {
                    assertThat(count.value()).isEqualTo(parts.get(key));
                }
            });
        }
    }

    private static Set<Long> possible(Map<String, Long> parts, Disclosure.Told<String> told, String wanted) {
        Set<Long> sums = new TreeSet<>(List.of(0L));
        for (Map.Entry<String, PublicCount> part : told.parts().entrySet()) {
            if (part.getKey().equals(wanted)) {
                continue;
            }
            long low = part.getValue().value();
            long high = low;
            if (part.getValue().kind() == Kind.FEW) {
                low = 1;
                high = 4;
            } else if (part.getValue().kind() == Kind.HIDDEN) {
                low = Disclosure.floor(parts.getOrDefault(part.getKey(), 0L));
                high = low + 4;
            }
            Set<Long> more = new TreeSet<>();
            for (long sum : sums) {
                for (long value = low; value <= high; value++) {
                    more.add(sum + value);
                }
            }
            sums = more;
        }
        Set<Long> possible = new TreeSet<>();
        for (long value = 1; value <= 4; value++) {
            if (sums.contains(told.total().value() - value)) {
                possible.add(value);
            }
        }
        return possible;
    }

    @Test
    void aShareDoesNotTellHowManyFewWereLate() {
        assertThat(PublicShare.of(new Counts(0, 4, 0, 0, 0, 0), true).kind()).isEqualTo(PublicShare.Kind.NONE);
        assertThat(PublicShare.of(new Counts(0, 25, 0, 0, 0, 0), true))
                .isEqualTo(new PublicShare(PublicShare.Kind.EXACT, 100));
        for (int late = 1; late < 5; late++) {
            assertThat(PublicShare.of(new Counts(0, 25, late, 0, 0, 0), true))
                    .isEqualTo(new PublicShare(PublicShare.Kind.AT_LEAST, 84));
            assertThat(PublicShare.of(new Counts(0, 25, 25 - late, 0, 0, 0), true))
                    .isEqualTo(new PublicShare(PublicShare.Kind.AT_MOST, 16));
        }
        assertThat(PublicShare.of(new Counts(0, 29, 1, 0, 0, 0), false))
                .isEqualTo(new PublicShare(PublicShare.Kind.AT_LEAST, 84));
        assertThat(PublicShare.of(new Counts(0, 30, 10, 0, 0, 0), true))
                .isEqualTo(new PublicShare(PublicShare.Kind.EXACT, 66));
    }
}
