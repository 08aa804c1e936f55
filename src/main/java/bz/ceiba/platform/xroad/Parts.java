package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import java.io.IOException;

/** The parts of a signed message by the names that its signature and its hash chains call them (Cybernetica T-4-23). */
interface Parts {
    String MESSAGE = "message.xml";
    String BODY = "attachment1";
    String SIGNATURES = "META-INF/signatures.xml";
    String SIGNED_CHAIN = "sig-hashchain.xml";
    String SIGNED_RESULT = "sig-hashchainresult.xml";
    String STAMPED_CHAIN = "ts-hashchain.xml";
    String STAMPED_RESULT = "ts-hashchainresult.xml";

    boolean has(String name);

    /**
     * The content of one of the parts that describe the others.
     *
     * @throws BadContainer when it is missing or larger than 16 MiB
     */
    byte[] read(String name) throws IOException;

    /**
     * The digest of a part, which may be of any size.
     *
     * @throws BadContainer when it is missing
     */
    byte[] digest(String name, DigestAlgorithm algorithm) throws IOException;
}
