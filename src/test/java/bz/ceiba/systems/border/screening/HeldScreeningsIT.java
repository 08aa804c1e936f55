package bz.ceiba.systems.border.screening;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a resident takes away of how he was screened. */
@CeibaTest
class HeldScreeningsIT {
    @Autowired
    HeldScreenings held;

    @Autowired
    Screening screening;

    @Autowired
    ListedPeople listed;

    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    private Screened screened(Actor person, String reference, String family) {
        return screening.of(new Traveller(
                reference,
                family,
                "Celso",
                "1981-04-02",
                "M",
                "BLZ",
                "P",
                "BLZ",
                "P" + reference.substring(0, 8),
                "2033-01-31",
                null,
                new PersonNumber(person.number()),
                new Journey("arrival", "air", "pgia", "", "T1", "", 0, 0, clock.instant())));
    }

    private static String letters() {
        return ThreadLocalRandom.current()
                .ints(9, 'A', 'Z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private List<String> told(Actor person, String reference) {
        List<String> all = new ArrayList<>();
        held.tell(new PersonNumber(person.number()), one -> {
            assertThat(one.kind()).isEqualTo("screening");
            all.add(one.json().replace(reference, "").replaceAll("\"at\":\"[^\"]*\"", ""));
        });
        return all;
    }

    @Test
    void heLearnsThatHeWasScreenedAndNeverWhetherAWatchlistMayMeanHim() {
        String family = letters();
        listed.add("Celso " + family, "1981-04-02");
        Actor meant = people.citizen("Celso Held");
        Actor other = people.citizen("Rufino Held");
        String first = UUID.randomUUID() + "/1/1";
        String second = UUID.randomUUID() + "/1/1";
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !screened(meant, first, family).matches().isEmpty());
        assertThat(screened(other, second, letters()).matches()).isEmpty();
        assertThat(told(meant, first)).hasSize(1).isEqualTo(told(other, second));
        assertThat(told(meant, first).getFirst())
                .contains("told to nobody", "Data Protection Commissioner")
                .doesNotContain("orders", "match");
    }
}
