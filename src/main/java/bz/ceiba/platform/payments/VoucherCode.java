package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Base32;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What whoever holds a voucher types: 19 random characters of Crockford's base 32 and a check character. It is as good as
 * cash, so it shows itself on the slip and in the SMS only; even who knows the last four characters has 80 bits to guess.
 *
 * @param characters the twenty characters, in capitals without dashes
 */
record VoucherCode(String characters) {
    static final int RANDOM_CHARACTERS = 19;

    private static final int GROUP = 4;
    private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{20}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Pd}.]+");
    private static final int LONGEST = 100;

    /**
     * @throws IllegalArgumentException when these are not twenty characters with a right check character
     */
    VoucherCode {
        if (!isRight(characters)) {
            throw new IllegalArgumentException("not a voucher's code");
        }
    }

    private static boolean isRight(String characters) {
        int last = characters.length() - 1;
        return FORM.matcher(characters).matches()
                && Base32.check(characters.substring(0, last)) == characters.charAt(last);
    }

    /**
     * A code of random bits, of which it takes the first 95.
     *
     * @param random at least 12 octets
     */
    static VoucherCode of(byte[] random) {
        StringBuilder characters = new StringBuilder();
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            int value = 0;
            for (int bit = 5 * i; bit < 5 * i + 5; bit++) {
                value = (value << 1) | ((random[bit / 8] >> (7 - bit % 8)) & 1);
            }
            characters.append(Base32.character(value));
        }
        return new VoucherCode(
                characters.append(Base32.check(characters.toString())).toString());
    }

    /** Reads what a person typed: with or without dashes and spaces, small letters, O for 0, I and L for 1. */
    static Optional<VoucherCode> parse(String typed) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String characters = Base32.unambiguous(
                BETWEEN.matcher(typed.toUpperCase(Locale.ROOT)).replaceAll(""));
        return isRight(characters) ? Optional.of(new VoucherCode(characters)) : Optional.empty();
    }

    /** Five groups of four, as it is printed. */
    String grouped() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters.length(); i += GROUP) {
            text.append(i == 0 ? "" : "-").append(characters, i, i + GROUP);
        }
        return text.toString();
    }

    /** By which people tell vouchers apart. */
    String lastFour() {
        return characters.substring(characters.length() - GROUP);
    }

    /** What the database has of it. There is too much to guess for the digest to need a salt or slowness. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(characters.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not the code: what is written down by accident must not be worth money. */
    @Override
    public String toString() {
        return "voucher ending " + lastFour();
    }
}
