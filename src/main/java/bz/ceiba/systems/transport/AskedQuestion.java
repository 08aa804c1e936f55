package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question of a test as the candidate sees it.
 *
 * @param n from 1
 * @param options in the order in which he sees them
 * @param chosen which of them he chose, from 0, or null
 */
public record AskedQuestion(
        int n,
        LocalizedText words,
        List<LocalizedText> options,
        @Nullable Integer chosen) {
    public AskedQuestion {
        options = List.copyOf(options);
    }
}
