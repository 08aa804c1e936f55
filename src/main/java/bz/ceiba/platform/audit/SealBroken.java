package bz.ceiba.platform.audit;

/** What the database holds contradicts what this log has signed; nothing more is sealed until an operator has looked. */
final class SealBroken extends RuntimeException {
    SealBroken(String sentence) {
        super(sentence);
    }
}
