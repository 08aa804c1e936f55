package bz.ceiba.platform.insight;

import gg.jte.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture with the sentence that says what to see in it, and the same as a table.
 *
 * @param finding the sentence
 * @param chart the picture, or null where there is nothing to draw
 * @param columns the table's headings; all but the first are of numbers
 */
public record Figure(
        String heading, String finding, @Nullable Content chart, List<String> columns, List<List<String>> rows) {}
