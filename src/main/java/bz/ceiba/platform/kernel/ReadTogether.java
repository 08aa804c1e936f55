package bz.ceiba.platform.kernel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads by key, for all who ask at the same time in one exchange. What is read was there when or after the caller asked.
 *
 * @param <K> the key
 * @param <V> what is read
 */
public final class ReadTogether<K, V> {
    private final Function<Collection<K>, Map<K, V>> read;
    private final Gathering<Wanted<K, V>> gathering = new Gathering<>(this::all);

    private static final class Wanted<K, V> extends Gathering.Unit<Wanted<K, V>> {
        private final K key;
        private @Nullable V found;

        private Wanted(K key) {
            this.key = key;
        }
    }

    /**
     * @param read answers what there is of these keys
     */
    public ReadTogether(Function<Collection<K>, Map<K, V>> read) {
        this.read = read;
    }

    /** What there is of this key; what goes wrong with reading is thrown to each who asked for something. */
    public Optional<V> find(K key) {
        Wanted<K, V> mine = new Wanted<>(key);
        gathering.join(mine);
        return Optional.ofNullable(mine.found);
    }

    private void all(List<Wanted<K, V>> group) {
        try {
            Map<K, V> found = read.apply(
                    group.stream().map(wanted -> wanted.key).distinct().toList());
            group.forEach(wanted -> wanted.found = found.get(wanted.key));
            group.forEach(wanted -> wanted.settle(null));
        } catch (RuntimeException e) {
            group.forEach(wanted -> wanted.settle(e));
        }
    }
}
