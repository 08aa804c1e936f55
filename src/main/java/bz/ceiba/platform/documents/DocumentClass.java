package bz.ceiba.platform.documents;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How long a document's signature must be provable. */
public enum DocumentClass {
    /** As long as the signer's certificate: PAdES-B-T. */
    @JsonProperty("ordinary")
    ORDINARY,
    /** For decades, as a birth certificate or a land title: PAdES-B-LTA, extended for as long as it is kept. */
    @JsonProperty("long-term")
    LONG_TERM
}
