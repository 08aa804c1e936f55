package bz.ceiba.platform.web;

import org.jspecify.annotations.Nullable;

/**
 * One choice among several in a form.
 *
 * @param value what is sent
 * @param label what is read
 * @param hint more about it, or null
 */
public record Option(String value, String label, @Nullable String hint) {
    public Option(String value, String label) {
        this(value, label, null);
    }
}
