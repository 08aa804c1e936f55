package bz.ceiba.platform.kernel;

/** Why the server can't start, in a sentence for the operator that says what to do; no stack trace is shown for it. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String sentence) {
        super(sentence);
    }
}
