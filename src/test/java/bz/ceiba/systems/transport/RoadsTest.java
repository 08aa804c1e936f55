package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoadsTest {
    private final Roads roads = Roads.load();

    @Test
    void anOfficersWordsNameARoadAndItsMileByPresentAndFormerNames() {
        assertThat(roads.named("Western Highway, mile 21")).contains(new Roads.Place("GPH", 21.0));
        assertThat(roads.named("carretera george price, km 50,5, cerca del puente"))
                .contains(new Roads.Place("GPH", 31.4));
        assertThat(roads.named("Old Northern Highway near Maskall")).contains(new Roads.Place("ONH", null));
        assertThat(roads.named("Northern Highway")).contains(new Roads.Place("PGH", null));
    }

    @Test
    void wordsThatNameNoRoadOrTwoNameNone() {
        assertThat(roads.named("Albert Street")).isEmpty();
        assertThat(roads.named("where the Southern Highway leaves the Hummingbird Highway"))
                .isEmpty();
        assertThat(roads.named("Hummingbird Highway, mile 300")).contains(new Roads.Place("HBH", null));
    }

    @Test
    void milesAreReadAsPeopleTypeThem() {
        assertThat(Roads.miles("21")).contains(21.0);
        assertThat(Roads.miles(" 21.5 miles ")).contains(21.5);
        assertThat(Roads.miles("34 km")).contains(21.1);
        assertThat(Roads.miles("far")).isEmpty();
    }

    @Test
    void aMileLiesBetweenThePostsAroundIt() {
        Road.Post at = roads.road("PGH").orElseThrow().at(4.5);
        assertThat(at.latitude()).isBetween(17.50, 17.56);
        assertThat(at.longitude()).isBetween(-88.29, -88.20);
    }
}
