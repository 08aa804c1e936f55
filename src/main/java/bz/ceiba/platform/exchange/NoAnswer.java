package bz.ceiba.platform.exchange;

/** A source is missing, failed, or took too long. */
final class NoAnswer extends Exception {
    NoAnswer(String sentence) {
        super(sentence);
    }

    NoAnswer(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
