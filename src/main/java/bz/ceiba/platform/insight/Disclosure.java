package bz.ceiba.platform.insight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of the figures may be public, so that nobody can be found in them. A count of one to four is told as "fewer than 5".
 * Where counts add up to a total that is told, further ones are held back until whoever subtracts still can't tell whether
 * a small one is 1, 2, 3 or 4. Counts of a month that is not over are rounded down to fives, so that nothing is learnt by
 * asking every minute. docs/adr/0060 gives the reasons.
 */
public final class Disclosure {
    /** The smallest count that is told. */
    public static final long FEWEST = 5;
    /** The fewest cases of which the slowest tenth is told. */
    static final long FEWEST_FOR_TENTH = 10;

    private static final long HIDDEN_WIDTH = FEWEST - 1;
    private static final long FEW_WIDTH = FEWEST - 2;

    private Disclosure() {}

    static boolean isFew(long count) {
        return count > 0 && count < FEWEST;
    }

    static long floor(long count) {
        return count - count % FEWEST;
    }

    /** A total of its own. */
    public static PublicCount total(long count, boolean monthIsOver) {
        if (isFew(count)) {
            return new PublicCount(PublicCount.Kind.FEW, 0);
        }
        return monthIsOver || count == 0
                ? PublicCount.exact(count)
                : new PublicCount(PublicCount.Kind.AT_LEAST, floor(count));
    }

    /**
     * A month's count and its parts.
     *
     * @param total exact where the month is over and the parts can be made safe
     */
    public record Told<K>(PublicCount total, Map<K, PublicCount> parts) {}

    /** A month's count by district. A month whose parts can't be made safe stays rounded down. */
    public static <K> Told<K> tell(Map<K, Long> parts, boolean monthIsOver) {
        long sum = parts.values().stream().mapToLong(Long::longValue).sum();
        PublicCount total = total(sum, monthIsOver);
        return switch (total.kind()) {
            case EXACT ->
                hidden(parts)
                        .map(hidden -> new Told<>(total, without(hidden, parts)))
                        .orElseGet(() -> new Told<>(total(sum, false), rounded(parts)));
            case AT_LEAST -> new Told<>(total, rounded(parts));
            case FEW, HIDDEN -> new Told<>(total, without(parts.keySet(), parts));
        };
    }

    /** The days of a count that {@link #tell} told; all of them are held back where holding back some is not enough. */
    static <K> Map<K, PublicCount> days(PublicCount told, Map<K, Long> days) {
        if (told.kind() != PublicCount.Kind.EXACT) {
            return without(days.keySet(), days);
        }
        return hidden(days).map(hidden -> without(hidden, days)).orElseGet(() -> {
            Map<K, PublicCount> none = new LinkedHashMap<>();
            days.keySet().forEach(key -> none.put(key, new PublicCount(PublicCount.Kind.HIDDEN, 0)));
            return none;
        });
    }

    private static <K> Map<K, PublicCount> rounded(Map<K, Long> parts) {
        Map<K, PublicCount> result = new LinkedHashMap<>();
        parts.forEach((key, count) -> result.put(key, total(count, false)));
        return result;
    }

    private static <K> Map<K, PublicCount> without(Set<K> hidden, Map<K, Long> parts) {
        Map<K, PublicCount> result = new LinkedHashMap<>();
        parts.forEach((key, count) ->
                result.put(key, count > 0 && hidden.contains(key) ? held(count) : PublicCount.exact(count)));
        return result;
    }

    private static PublicCount held(long count) {
        return new PublicCount(isFew(count) ? PublicCount.Kind.FEW : PublicCount.Kind.HIDDEN, 0);
    }

    /** Which parts of an exact total to hold back: the small ones and the smallest others that make them safe. */
    private static <K> Optional<Set<K>> hidden(Map<K, Long> parts) {
        Set<K> hidden = new HashSet<>();
        List<Long> held = new ArrayList<>();
        List<Map.Entry<K, Long>> others = new ArrayList<>();
        for (Map.Entry<K, Long> part : parts.entrySet()) {
            if (isFew(part.getValue())) {
                hidden.add(part.getKey());
                held.add(part.getValue());
            } else if (part.getValue() > 0) {
                others.add(part);
            }
        }
        others.sort(Map.Entry.comparingByValue());
        for (Map.Entry<K, Long> other : others) {
            if (held.isEmpty() || safe(held)) {
                break;
            }
            hidden.add(other.getKey());
            held.add(other.getValue());
        }
        return held.isEmpty() || safe(held) ? Optional.of(hidden) : Optional.empty();
    }

    /**
     * Whether each small count could still be 1, 2, 3 or 4 for one who knows the sum of these, and of the others among them,
     * from the time when the month was not over, the next lower multiple of five.
     */
    static boolean safe(Collection<Long> held) {
        long above = 0;
        long width = 0;
        for (long count : held) {
            above += isFew(count) ? count - 1 : count - floor(count);
            width += isFew(count) ? FEW_WIDTH : HIDDEN_WIDTH;
        }
        return above >= FEW_WIDTH && above <= width - FEW_WIDTH;
    }
}
