package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The main roads of the country pack: {@code belize/roads.yaml}. */
public record Roads(boolean demo, List<Road> roads) {
    /** A street in a town, or a road that the country pack does not name. */
    public static final String OTHER = "OTHER";

    private static final double MILES_IN_KILOMETRE = 0.621371;
    private static final Pattern DISTANCE =
            Pattern.compile("(\\d{1,3}(?:[.,]\\d{1,2})?)\\s*(km|k|kilomet\\w+|mi|mile\\w*|milla\\w*)?\\.?");
    private static final Pattern MILE_IN_TEXT =
            Pattern.compile("\\b(?:mile(?: ?post)?|milla|mp) *(\\d{1,3}(?:[.,]\\d)?)\\b");
    private static final Pattern KILOMETRE_IN_TEXT =
            Pattern.compile("\\b(?:km|kil[oó]met\\p{L}+) *(\\d{1,3}(?:[.,]\\d)?)\\b");

    /**
     * A place on a road.
     *
     * @param road its code, or {@link #OTHER}
     * @param mile in tenths; null when it is not known
     */
    public record Place(String road, @Nullable Double mile) {}

    private record Called(String name, Road road) {}

    public Roads {
        roads = List.copyOf(roads);
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static Roads load() {
        return CountryPack.read("roads", Roads.class);
    }

    Optional<Road> road(@Nullable String code) {
        return roads.stream().filter(one -> one.code().equals(code)).findFirst();
    }

    /** What it is called, for people; the code itself for one that is no longer in the country pack. */
    public String name(String code, Locale locale) {
        return road(code).map(one -> one.name().in(locale)).orElse(code);
    }

    /** A distance from the road's first mile as somebody typed it, in miles and tenths: {@code 21.5} or {@code 34 km}; empty when it is none. */
    static Optional<Double> miles(String typed) {
        Matcher found = DISTANCE.matcher(typed.strip().toLowerCase(Locale.ROOT));
        return found.matches()
                ? Optional.of(tenths(number(found.group(1)) * (isKilometre(found.group(2)) ? MILES_IN_KILOMETRE : 1)))
                : Optional.empty();
    }

    /** As people write it: {@code 21} or {@code 21.5}. */
    public static String shown(double mile) {
        return new java.text.DecimalFormat("0.#", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)).format(mile);
    }

    private static boolean isKilometre(@Nullable String unit) {
        return unit != null && unit.startsWith("k");
    }

    private static double number(String digits) {
        return Double.parseDouble(digits.replace(',', '.'));
    }

    private static double tenths(double miles) {
        return Math.round(miles * 10) / 10.0;
    }

    /** To choose from; the last one is any other road. */
    List<Option> options(Locale locale, Messages messages) {
        return Stream.concat(
                        roads.stream()
                                .map(road -> new Option(road.code(), road.name().in(locale)))
                                .sorted(Comparator.comparing(Option::label)),
                        Stream.of(new Option(OTHER, messages.text(locale, "transport.road.OTHER"))))
                .toList();
    }

    /** Where something was: as it was chosen, or else as the words name it. */
    Optional<Place> of(@Nullable String chosen, @Nullable Double mile, @Nullable String words) {
        if (OTHER.equals(chosen)) {
            return Optional.of(new Place(OTHER, null));
        }
        return road(chosen)
                .map(road -> new Place(road.code(), mile != null && road.has(mile) ? (Double) tenths(mile) : null))
                .or(() -> Optional.ofNullable(words).flatMap(this::named));
    }

    /** The road that an officer's words name, with the mile if they say it; empty when they name none, or two. */
    Optional<Place> named(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        Set<Road> found = new HashSet<>();
        // The longest first: a name may be part of another's, as with the old Northern Highway.
        for (Called one : called().toList()) {
            if (text.contains(one.name())) {
                found.add(one.road());
                text = text.replace(one.name(), " ");
            }
        }
        if (found.size() != 1) {
            return Optional.empty();
        }
        Road road = found.iterator().next();
        return Optional.of(new Place(road.code(), mileIn(text).filter(road::has).orElse(null)));
    }

    private Stream<Called> called() {
        return roads.stream()
                .flatMap(road -> Stream.concat(
                                Stream.of(
                                        road.name().in(Locale.ENGLISH),
                                        road.name().in(Locale.of("es"))),
                                road.also().stream())
                        .map(name -> new Called(name.toLowerCase(Locale.ROOT), road)))
                .sorted(Comparator.comparingInt((Called one) -> one.name().length())
                        .reversed());
    }

    private static Optional<Double> mileIn(String text) {
        Matcher mile = MILE_IN_TEXT.matcher(text);
        if (mile.find()) {
            return Optional.of(number(mile.group(1)));
        }
        Matcher kilometre = KILOMETRE_IN_TEXT.matcher(text);
        return kilometre.find()
                ? Optional.of(tenths(number(kilometre.group(1)) * MILES_IN_KILOMETRE))
                : Optional.empty();
    }
}
