package bz.ceiba.platform.audit;

/**
 * What a proof takes is not in the database: because the sealer has not come to it after an upgrade, or because somebody took it
 * out.
 */
final class ProofMissing extends RuntimeException {
    ProofMissing(String sentence) {
        super(sentence);
    }
}
