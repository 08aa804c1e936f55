package bz.ceiba.systems.civilregistry;

import bz.ceiba.OnRegistrysNode;
import org.junit.jupiter.api.Nested;

/** What the civil registry does in one process it does as a node of its own: it asks and tells the register of people across the network. */
class CivilregistryOnNodesIT {
    @Nested
    @OnRegistrysNode
    class Births extends RegisterOfBirthsIT {}

    @Nested
    @OnRegistrysNode
    class Deaths extends RegisterOfDeathsIT {}

    @Nested
    @OnRegistrysNode
    class Marriages extends MarriageIT {}

    @Nested
    @OnRegistrysNode
    class Source extends FirstSourceIT {}
}
