package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Base32;
import bz.ceiba.platform.kernel.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The code by which somebody without an account comes back to his declaration, alone or within a link: 75 random bits and a check character,
 * in groups that can be read aloud.
 *
 * @param text as {@code 7K4M-X2PQ-9DTR-0ABC}
 */
record ReturnCode(String text) {
    private static final int RANDOM_CHARACTERS = 15;
    private static final SecureRandom RANDOM = new SecureRandom();

    static ReturnCode random() {
        StringBuilder characters = new StringBuilder();
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            characters.append(Base32.character(RANDOM.nextInt(Base32.ALPHABET.length())));
        }
        return grouped(characters.append(Base32.check(characters.toString())).toString());
    }

    private static ReturnCode grouped(String sixteen) {
        return new ReturnCode(sixteen.replaceAll("(.{4})(?!$)", "$1-"));
    }

    /** Reads what somebody typed; empty when it can be no code. */
    static Optional<ReturnCode> parse(String typed) {
        String plain = Base32.unambiguous(typed.toUpperCase(Locale.ROOT)).replaceAll("[\\s-]", "");
        boolean good = plain.length() == RANDOM_CHARACTERS + 1
                && plain.chars().allMatch(c -> Base32.ALPHABET.indexOf(c) >= 0)
                && Base32.check(plain.substring(0, RANDOM_CHARACTERS)) == plain.charAt(RANDOM_CHARACTERS);
        return good ? Optional.of(grouped(plain)) : Optional.empty();
    }

    /** What is kept of it. */
    byte[] hash() {
        return Sha256.of(text);
    }
}
