package bz.ceiba.systems.policerecords;

import bz.ceiba.OnPolicesNode;
import org.junit.jupiter.api.Nested;

/** What the police do in one process they do as a node of their own, which asks the register of people across the network. */
class PoliceRecordsOnNodesIT {
    @Nested
    @OnPolicesNode
    class Certificates extends CertificateIT {}

    @Nested
    @OnPolicesNode
    class Service extends CertificateServiceIT {}
}
