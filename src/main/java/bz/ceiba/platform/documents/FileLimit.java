package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Problem;
import java.util.Map;

/**
 * How large a file may be, on whatever way it comes.
 *
 * @param bytes at most
 */
record FileLimit(long bytes) {
    /** What is said of a larger one. */
    Problem exceeded() {
        return new Problem(
                Problem.Kind.TOO_LARGE,
                "documents.problem.too-large",
                Map.of("megabytes", String.valueOf(bytes >> 20)));
    }
}
