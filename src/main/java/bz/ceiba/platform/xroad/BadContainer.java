package bz.ceiba.platform.xroad;

/** Something is not as it was signed; the message says what, without a full stop. */
final class BadContainer extends RuntimeException {
    BadContainer(String sentence) {
        super(sentence);
    }

    BadContainer(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
