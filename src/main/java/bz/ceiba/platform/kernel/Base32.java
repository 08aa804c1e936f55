package bz.ceiba.platform.kernel;

/**
 * Crockford's base 32, without letters that look like digits, and a check character over it: a weighted sum in the field of
 * 32 elements, so that every wrong character and every swap of neighbours shows in texts of up to 31 characters.
 */
public final class Base32 {
    public static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Base32() {}

    /** The character of a value from 0 to 31. */
    public static char character(int value) {
        return ALPHABET.charAt(value);
    }

    /** O, I and L as the digits that they look like; what a person typed, in capitals. */
    public static String unambiguous(String capitals) {
        return capitals.replace('O', '0').replace('I', '1').replace('L', '1');
    }

    /** The check character to append to characters of the alphabet. */
    public static char check(String characters) {
        int sum = 0;
        for (int i = 0; i < characters.length(); i++) {
            sum = add(sum, ALPHABET.indexOf(characters.charAt(i)));
        }
        return character(sum);
    }

    /** The sum with one more value, 0 to 31; a check character is the sum over all values, begun with 0. */
    static int add(int sum, int value) {
        return twice(sum ^ value);
    }

    /** Times x modulo x⁵ + x² + 1. */
    private static int twice(int element) {
        return element < 16 ? element << 1 : element << 1 ^ 0b100101;
    }
}
