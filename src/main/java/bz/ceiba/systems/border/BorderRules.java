package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.kernel.LocalizedText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of the border: {@code belize/border.yaml}.
 *
 * @param stayDays for how many days a visitor is admitted at most at once
 * @param longestStayDays the most days of a stay with all extensions, counted from the arrival
 * @param moneyLimit the Belize dollars from which money has to be declared
 * @param salesTax in percent of value and duty
 * @param temporaryImports for how long vehicles may stay that leave again
 * @param agriculture which animals and food need a permit
 * @param places carriers' codes of places (IATA, UN/LOCODE) with the port of entry that each means
 */
public record BorderRules(
        boolean demo,
        int stayDays,
        int longestStayDays,
        BigDecimal moneyLimit,
        List<Allowance> allowances,
        BigDecimal salesTax,
        List<TariffLine> tariff,
        List<Rate> rates,
        Map<String, String> places,
        List<TemporaryStay> temporaryImports,
        List<Agricultural> agriculture) {
    /**
     * What each traveller may bring without duty.
     *
     * @param unit {@code BZD} for a value, else what is counted
     */
    public record Allowance(String id, String unit, BigDecimal amount, LocalizedText name) {
        boolean isValue() {
            return unit.equals("BZD");
        }
    }

    /**
     * The duty on goods of a heading of the Harmonized System.
     *
     * @param percent of the value
     * @param allowance which allowance they use up, or null
     * @param permit whether agricultural health has to allow them; null says no
     */
    public record TariffLine(
            String hs,
            LocalDate from,
            @Nullable LocalDate to,
            BigDecimal percent,
            @Nullable String allowance,
            @Nullable Boolean permit,
            LocalizedText name) {
        boolean needsPermit() {
            return Boolean.TRUE.equals(permit);
        }

        boolean isInForce(LocalDate on) {
            return isIn(from, to, on);
        }
    }

    /** Belize dollars for one of a currency, from a day on. */
    public record Rate(String currency, LocalDate from, BigDecimal rate) {}

    /**
     * For how long a vehicle that leaves again may stay without duty.
     *
     * @param kind as the declaration's question has it
     */
    public record TemporaryStay(
            String kind, LocalDate from, @Nullable LocalDate to, int days, LocalizedText name) {}

    /**
     * Whether an animal or food needs a permit of agricultural health.
     *
     * @param id the declaration's question
     */
    public record Agricultural(
            String id, LocalDate from, @Nullable LocalDate to, boolean permit, LocalizedText name) {}

    private static boolean isIn(LocalDate from, @Nullable LocalDate to, LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }

    /** The last day of a vehicle that comes on a day; empty when its kind has no rule then. */
    Optional<LocalDate> lastDay(String kind, LocalDate arrival) {
        return temporaryImports.stream()
                .filter(one -> one.kind().equals(kind) && isIn(one.from(), one.to(), arrival))
                .findFirst()
                .map(one -> arrival.plusDays(one.days()));
    }

    /** What of an answered form is an animal or food, by the rules of a day. */
    List<Agricultural> agricultural(JsonNode form, LocalDate day) {
        return agriculture.stream()
                .filter(one -> form.path(one.id()).asBoolean(false) && isIn(one.from(), one.to(), day))
                .toList();
    }

    /**
     * Reads them.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static BorderRules load() {
        return CountryPack.read("border", BorderRules.class);
    }

    /** The line of the tariff in force on a day. */
    Optional<TariffLine> line(String hs, LocalDate on) {
        return tariff.stream()
                .filter(line -> line.hs().equals(hs) && line.isInForce(on))
                .findFirst();
    }

    /** The rate in force on a day. */
    Optional<BigDecimal> rate(String currency, LocalDate on) {
        return rates.stream()
                .filter(rate -> rate.currency().equals(currency) && !on.isBefore(rate.from()))
                .max(Comparator.comparing(Rate::from))
                .map(Rate::rate);
    }

    Optional<Allowance> allowance(@Nullable String id) {
        return allowances.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Whether an amount of money has to be declared on a day; also one whose currency has no rate, as nobody can say that it has not. */
    boolean isOverLimit(BigDecimal amount, String currency, LocalDate on) {
        return rate(currency, on)
                .map(rate -> amount.multiply(rate).compareTo(moneyLimit) >= 0)
                .orElse(true);
    }
}
