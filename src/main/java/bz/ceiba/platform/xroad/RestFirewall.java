package bz.ceiba.platform.xroad;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Addresses below {@code /r1} are other systems' and pass byte for byte (PR-REST 4.2): with slashes, percent signs and semicolons in them, encoded or
 * not. All others are held to the strict rules.
 */
final class RestFirewall extends StrictHttpFirewall {
    private final StrictHttpFirewall lenient = new StrictHttpFirewall();

    RestFirewall() {
        lenient.setAllowUrlEncodedSlash(true);
        lenient.setAllowUrlEncodedDoubleSlash(true);
        lenient.setAllowUrlEncodedPercent(true);
        lenient.setAllowSemicolon(true);
        lenient.setAllowUrlEncodedPeriod(true);
        // Headers are as well, in whatever they are written (PR-REST 4.3); the server has refused what would end a
        // line.
        lenient.setAllowedHeaderValues(value -> true);
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        // Where the server says that the request goes, after it has resolved steps up: "/r1/..;/x" is none of ours.
        return "/r1".equals(request.getServletPath())
                ? lenient.getFirewalledRequest(request)
                : super.getFirewalledRequest(request);
    }
}
