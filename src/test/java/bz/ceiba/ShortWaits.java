package bz.ceiba;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Tests that wait for something look often whether it is there: most of it is there at once. */
public final class ShortWaits implements LauncherSessionListener {
    private static final Duration INTERVAL = Duration.ofMillis(40);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(INTERVAL);
    }
}
