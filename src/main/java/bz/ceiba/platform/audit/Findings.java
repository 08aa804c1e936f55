package bz.ceiba.platform.audit;

import java.util.ArrayList;
import java.util.List;

/** The sentences of a verification; all are counted, the first thousand are kept. */
final class Findings {
    static final int LARGEST = 1_000;

    private final List<String> sentences = new ArrayList<>();
    private long count;

    void add(String sentence) {
        count++;
        if (sentences.size() < LARGEST) {
            sentences.add(sentence);
        }
    }

    long count() {
        return count;
    }

    List<String> sentences() {
        return sentences;
    }
}
