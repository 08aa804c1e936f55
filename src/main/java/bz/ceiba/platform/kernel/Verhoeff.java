package bz.ceiba.platform.kernel;

/**
 * The Verhoeff check digit over decimal strings (J. Verhoeff, "Error Detecting Decimal Codes", 1969): finds every
 * single wrong digit and every swap of neighbours.
 */
public final class Verhoeff {
    private static final int[][] PERMUTATION = new int[8][10];
    private static final int[] FIRST = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    static {
        for (int digit = 0; digit < 10; digit++) {
            PERMUTATION[0][digit] = digit;
        }
        for (int row = 1; row < 8; row++) {
            for (int digit = 0; digit < 10; digit++) {
                PERMUTATION[row][digit] = FIRST[PERMUTATION[row - 1][digit]];
            }
        }
    }

    private Verhoeff() {}

    /**
     * The digit to append to {@code digits}.
     *
     * @throws IllegalArgumentException when a character is not 0 to 9
     */
    public static char checkDigit(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            check = multiply(check, PERMUTATION[(i + 1) % 8][digitAt(digits, digits.length() - 1 - i)]);
        }
        return (char) ('0' + inverse(check));
    }

    /**
     * Whether the last digit is the check digit of those before it.
     *
     * @throws IllegalArgumentException when a character is not 0 to 9
     */
    public static boolean isValid(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            check = multiply(check, PERMUTATION[i % 8][digitAt(digits, digits.length() - 1 - i)]);
        }
        return check == 0;
    }

    private static int digitAt(String digits, int index) {
        char c = digits.charAt(index);
        if (c < '0' || c > '9') {
            throw new IllegalArgumentException("not a decimal digit at position " + (index + 1));
        }
        return c - '0';
    }

    /** The product in the dihedral group of order ten. */
    private static int multiply(int a, int b) {
        if (a < 5) {
            return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
        }
        return b < 5 ? 5 + (a - b + 5) % 5 : (a - b + 5) % 5;
    }

    private static int inverse(int a) {
        return a == 0 || a >= 5 ? a : 5 - a;
    }
}
