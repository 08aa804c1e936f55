package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows which services people can apply for, and what their forms ask. */
public interface PublicServices {
    /**
     * One question of a form.
     *
     * @param concept what it means, of the catalogue, or null when no register could know
     */
    record Asked(
            String field, LocalizedText title, @Nullable String concept) {}

    /**
     * A service that people apply for.
     *
     * @param agency the one that decides
     */
    record PublicService(String id, String agency, LocalizedText title, LocalizedText description, List<Asked> asked) {
        public PublicService {
            asked = List.copyOf(asked);
        }
    }

    /** The versions that people can apply under now. */
    List<PublicService> all();
}
