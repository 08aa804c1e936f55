package bz.ceiba;

import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.List;

/** {@code ./ceiba services check}: proves all definitions sound, without a database; prints one finding a line. */
final class ServicesCommand {
    private ServicesCommand() {}

    /** Answers the exit code: 0 when there are no findings. */
    static int run(Launch launch) {
        if (!launch.rest().equals(List.of("check"))) {
            throw new LaunchFailure("services knows only check: ./ceiba services check.");
        }
        List<String> findings = Services.check(Country.load(), Messages.load(), Clock.systemUTC());
        findings.forEach(System.out::println);
        System.out.println(Services.names().size() + " services checked, " + findings.size() + " findings");
        return findings.isEmpty() ? 0 : 1;
    }
}
