package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestDatabase;
import bz.ceiba.platform.kernel.Verhoeff;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MillionNumbersTest {
    private static final int MILLION = 1_000_000;
    private static final int SAMPLE = 20_000;

    /** Twelve digits, of few sixteen, and the line's end; a little too much is better than too little. */
    private static final double LINE = 13.1;

    @TempDir
    Path directory;

    @Test
    void aMillionNumbersFromTwoProcessesOfWhichOneIsKilledAreAllDifferentAndCatchEverySlip() throws Exception {
        String url = TestDatabase.create();
        JdbcClient db = JdbcClient.create(new DriverManagerDataSource(url));
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        Process killed = IssuingProcess.start(url, first);
        Process lasting = IssuingProcess.start(url, second);
        try {
            await(killed, MILLION / 4, first, second);
            killed.destroyForcibly();
            assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
            await(lasting, MILLION, first, second);
            try (OutputStream input = lasting.getOutputStream()) {
                input.write('\n');
            }
            assertThat(lasting.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lasting.exitValue())
                    .as("%s", Files.readString(directory.resolve("second.log")))
                    .isZero();
        } finally {
            killed.destroyForcibly();
            lasting.destroyForcibly();
        }

        assertThat(Files.size(first)).isPositive();
        long[] told = Stream.of(first, second)
                .flatMap(MillionNumbersTest::lines)
                .mapToLong(Long::parseLong)
                .sorted()
                .toArray();
        assertThat(repeated(told)).as("given twice").isZero();
        long[] kept = db
                .sql(
                        "select number::bigint from identity.person union all select number::bigint from identity.virtual_number")
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        assertThat(kept.length).isGreaterThanOrEqualTo(MILLION);
        assertThat(repeated(kept)).as("in the register twice").isZero();
        assertThat(LongStream.of(told).filter(number -> Arrays.binarySearch(kept, number) < 0))
                .as("told and not kept")
                .isEmpty();
        int step = kept.length / SAMPLE;
        IntStream.range(0, SAMPLE).forEach(i -> assertCatches(String.valueOf(kept[i * step])));
    }

    /** Its whole lines; what a killed process was writing may end anywhere. */
    private static Stream<String> lines(Path file) {
        try {
            String noted = Files.readString(file);
            return noted.substring(0, noted.lastIndexOf('\n') + 1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long repeated(long... sorted) {
        return IntStream.range(1, sorted.length)
                .filter(i -> sorted[i] == sorted[i - 1])
                .count();
    }

    /** Until so many numbers are noted; counting them in the table would take as long as giving them. */
    private static void await(Process process, int numbers, Path... files) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive()
                        || Stream.of(files)
                                        .mapToLong(file -> file.toFile().length())
                                        .sum()
                                >= numbers * LINE);
        assertThat(process.isAlive()).isTrue();
    }

    /** Every wrong digit, and every two neighbours in the wrong order. */
    private static void assertCatches(String number) {
        if (!Verhoeff.isValid(number)) {
            throw new AssertionError(number + " is not valid itself");
        }
        char[] digits = number.toCharArray();
        for (int i = 0; i < digits.length; i++) {
            char right = digits[i];
            for (char wrong = '0'; wrong <= '9'; wrong++) {
                digits[i] = wrong;
                if (wrong != right && Verhoeff.isValid(new String(digits))) {
                    throw new AssertionError(number + " passes as " + new String(digits));
                }
            }
            digits[i] = right;
            if (i > 0 && digits[i - 1] != right) {
                digits[i] = digits[i - 1];
                digits[i - 1] = right;
                if (Verhoeff.isValid(new String(digits))) {
                    throw new AssertionError(number + " passes as " + new String(digits));
                }
                digits[i - 1] = digits[i];
                digits[i] = right;
            }
        }
    }

    /**
     * For each place and each two digits. That is all there is: what stands before and after multiplies a product in a group, so
     * that two products are equal with it if and only if they are without.
     */
    @Test
    void noPlaceAndNoTwoDigitsLetASlipThrough() {
        for (int length : List.of(12, 16)) {
            for (int place = 0; place < length - 2; place++) {
                for (int digit = 0; digit < 100; digit++) {
                    String pair = "%02d".formatted(digit);
                    String body = "1".repeat(place) + pair + "1".repeat(length - 3 - place);
                    assertCatches(body + Verhoeff.checkDigit(body));
                }
            }
        }
    }
}
