package bz.ceiba.systems.identity.signin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Roughly where a browser is, as the proxy in front of us says from the network's address: good for a country, seldom for a town.
 *
 * @param country ISO 3166-1, two letters
 * @param latitude in degrees, to a tenth; null when only the country is known
 */
record Place(
        String country, @Nullable Double latitude, @Nullable Double longitude) {
    private static final Pattern FORM =
            Pattern.compile("([A-Z]{2})(?: (-?\\d{1,2}(?:\\.\\d{1,8})?) (-?\\d{1,3}(?:\\.\\d{1,8})?))?");

    private static final double EARTH_KILOMETRES = 6371;

    /** As the header has it: {@code BZ}, or {@code BZ 17.25 -88.77}; nothing when it says anything else. */
    static Optional<Place> parse(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String country = matcher.group(1);
        if (matcher.group(2) == null) {
            return Optional.of(new Place(country, null, null));
        }
        double latitude = tenth(matcher.group(2));
        double longitude = tenth(matcher.group(3));
        boolean onEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        return onEarth ? Optional.of(new Place(country, latitude, longitude)) : Optional.empty();
    }

    /** Nobody needs to know from where in a town. */
    private static double tenth(String degrees) {
        return Math.round(Double.parseDouble(degrees) * 10) / 10.0;
    }

    /** Along the great circle; nothing when one of them is only a country. */
    Optional<Double> kilometresTo(Place other) {
        if (latitude == null || longitude == null || other.latitude == null || other.longitude == null) {
            return Optional.empty();
        }
        double one = Math.toRadians(latitude);
        double two = Math.toRadians(other.latitude);
        double across = Math.toRadians(other.longitude - longitude);
        double half = Math.pow(Math.sin((two - one) / 2), 2)
                + Math.cos(one) * Math.cos(two) * Math.pow(Math.sin(across / 2), 2);
        return Optional.of(2 * EARTH_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(half))));
    }
}
