package bz.ceiba.platform.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that could not be taken when it arrived.
 *
 * @param person who had typed it
 * @param represented for whom he acted, or null
 * @param path to which it was posted
 * @param fields what was typed, by field name
 */
record HeldPost(String person, @Nullable String represented, String path, Map<String, List<String>> fields) {}
