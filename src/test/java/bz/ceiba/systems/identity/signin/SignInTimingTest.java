package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.identity.register.OwnNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether a clock tells who is in the register. Numbers of all kinds take turns, so that what else the machine does falls on all of them
 * alike, and medians are compared.
 */
@CeibaTest
class SignInTimingTest {
    private static final int ROUNDS = 40;
    private static final int TIMES = 3;
    private static final int WARM = 5;

    @Autowired
    TestPeople people;

    @Autowired
    OwnNumber numbers;

    @Autowired
    JdbcClient db;

    private enum Whose {
        KNOWN,
        UNKNOWN,
        LOCKED,
        DEAD
    }

    private String number(Whose whose) {
        return switch (whose) {
            case KNOWN -> people.citizen().number();
            case UNKNOWN -> TestPeople.number();
            case LOCKED -> {
                Actor locked = people.citizen();
                numbers.lock(locked);
                yield locked.number();
            }
            case DEAD -> {
                Actor dead = people.citizen();
                db.sql("update identity.person set status = 'DECEASED' where number = ?")
                        .param(dead.number())
                        .update();
                yield dead.number();
            }
        };
    }

    /** A machine that does much else tells some differences by chance; one that the program makes is there each time. */
    @Test
    void theClockDoesNotTellWhoseNumberItIs() {
        Map<Whose, List<Long>> asking = new EnumMap<>(Whose.class);
        Map<Whose, List<Long>> wrong = new EnumMap<>(Whose.class);
        for (int times = 0; times < TIMES && !(isAlike(asking) && isAlike(wrong)); times++) {
            asking.clear();
            wrong.clear();
            measure(asking, wrong);
        }
        assertAlike("asking for a code", asking);
        assertAlike("a wrong code", wrong);
    }

    private void measure(Map<Whose, List<Long>> asking, Map<Whose, List<Long>> wrong) {
        for (int round = 0; round < ROUNDS + WARM; round++) {
            for (int i = 0; i < Whose.values().length; i++) {
                // Nobody is always the first.
                Whose whose = Whose.values()[(i + round) % Whose.values().length];
                String number = number(whose);
                TestSession browser = people.anonymous();
                browser.get("/identity/sign-in");
                long begun = System.nanoTime();
                browser.post("/identity/sign-in", Map.of("number", number));
                long asked = System.nanoTime();
                browser.post("/identity/sign-in/code", Map.of("code", "xxxxxx"));
                long typed = System.nanoTime();
                if (round >= WARM) {
                    asking.computeIfAbsent(whose, any -> new ArrayList<>()).add(asked - begun);
                    wrong.computeIfAbsent(whose, any -> new ArrayList<>()).add(typed - asked);
                }
            }
        }
    }

    private static void assertAlike(String what, Map<Whose, List<Long>> times) {
        assertThat(isAlike(times))
                .as("%s: medians in milliseconds of %s are %s", what, Arrays.toString(Whose.values()), medians(times))
                .isTrue();
    }

    /** The bound is for machines that do much else; sending the message at once, or hashing for some only, takes longer. */
    private static boolean isAlike(Map<Whose, List<Long>> times) {
        if (times.isEmpty()) {
            return false;
        }
        List<Double> medians = medians(times);
        double least = Collections.min(medians);
        return Collections.max(medians) - least < Math.max(8, least * 0.3);
    }

    private static List<Double> medians(Map<Whose, List<Long>> times) {
        return Arrays.stream(Whose.values())
                .map(whose -> median(times.getOrDefault(whose, List.of())))
                .toList();
    }

    private static double median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / 1e6;
    }
}
