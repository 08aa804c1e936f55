package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Verhoeff;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws identity numbers by lot; none twice. */
final class Numbers {
    private static final int RANDOM_DIGITS = 11;

    /** The first is not 0. */
    private static final long LEAST = 10_000_000_000L;

    private final RandomGenerator random;
    private final Set<String> drawn = new HashSet<>();

    Numbers(RandomGenerator random) {
        this.random = random;
    }

    PersonNumber next() {
        String digits = draw(random, RANDOM_DIGITS);
        while (!drawn.add(digits)) {
            digits = draw(random, RANDOM_DIGITS);
        }
        return new PersonNumber(digits);
    }

    /** An identity number by lot; whether somebody has it is not looked at. */
    static PersonNumber draw(RandomGenerator random) {
        String digits = String.valueOf(random.nextLong(LEAST, 10 * LEAST));
        return new PersonNumber(digits + Verhoeff.checkDigit(digits));
    }

    /** So many digits by lot, the first not 0, and their check digit. */
    static String draw(RandomGenerator random, int length) {
        StringBuilder digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
        while (digits.length() < length) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.append(Verhoeff.checkDigit(digits.toString())).toString();
    }
}
