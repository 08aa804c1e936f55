package bz.ceiba;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code ./ceiba audit <what>}: options with a value, and files.
 *
 * @param what the command
 */
record AuditWords(String what, Map<String, String> options, List<Path> files) {
    /**
     * @param known the options that the command has
     */
    static AuditWords of(List<String> words, Set<String> known) {
        String what = words.getFirst();
        Map<String, String> options = new HashMap<>();
        List<Path> files = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                files.add(Path.of(word));
            } else if (!known.contains(word)) {
                throw new LaunchFailure("'" + word + "' is no option of audit " + what + "; ./ceiba help lists them.");
            } else if (++i == words.size()) {
                throw new LaunchFailure(word + " needs a value; ./ceiba help shows which.");
            } else {
                options.put(word, words.get(i));
            }
        }
        return new AuditWords(what, options, files);
    }

    @Nullable
    Path file(String option) {
        String value = options.get(option);
        return value == null ? null : Path.of(value);
    }

    Path required(String option) {
        Path file = file(option);
        if (file == null) {
            throw new LaunchFailure("audit " + what + " needs " + option + "; ./ceiba help shows how.");
        }
        return file;
    }

    Optional<String> text(String option) {
        return Optional.ofNullable(options.get(option));
    }

    void requireFiles(int least, int most) {
        if (files.size() < least || files.size() > most) {
            throw new LaunchFailure(
                    most == 0
                            ? "audit " + what + " takes no '" + files.getFirst() + "'; ./ceiba help shows how."
                            : "audit " + what + " needs a file; ./ceiba help shows how.");
        }
    }
}
