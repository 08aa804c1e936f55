package bz.ceiba.platform.documents;

/** How long a document's signature must be provable. */
public enum DocumentClass {
    /** As long as the signer's certificate: PAdES-B-T. */
    ORDINARY,
    /** For decades, as a birth certificate or a land title: PAdES-B-LTA, extended for as long as it is kept. */
    LONG_TERM
}
