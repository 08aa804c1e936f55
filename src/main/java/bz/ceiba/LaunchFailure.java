package bz.ceiba;

/** Why a command can't be carried out, in one sentence that says what to do. */
final class LaunchFailure extends RuntimeException {
    LaunchFailure(String sentence) {
        super(sentence);
    }

    LaunchFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
