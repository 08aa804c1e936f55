package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.xroad.XroadSettings.Peer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    @Test
    void onePeersHasteTakesNothingFromAnother() {
        Admission admission = new Admission(1);
        Peer hasty = new Peer(Path.of("a.pem"), List.of("BZ/GOV/police"), null);
        Peer other = new Peer(Path.of("b.pem"), List.of("BZ/GOV/health"), null);
        Admission.Place taken = admission.enter(hasty);
        assertThatThrownBy(() -> admission.enter(hasty))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("send this one again later");
        assertThatCode(() -> admission.enter(other).close()).doesNotThrowAnyException();
        taken.close();
        assertThatCode(() -> admission.enter(hasty).close()).doesNotThrowAnyException();
    }
}
