package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a sign-in is for; each of its pages hands it on to the next.
 *
 * @param goOn the page within this site to go on to
 * @param level how surely the person must be known there; {@link Assurance#LOW} when nobody asked
 * @param fresh whether he must show it now, whatever he showed before
 * @param asked whether a level or a fresh sign-in was asked for at all
 */
public record Wanted(String goOn, Assurance level, boolean fresh, boolean asked) {
    /** As the address or the form says; a level that there is not counts as none. */
    static Wanted of(HttpServletRequest request) {
        Optional<Assurance> level = Optional.ofNullable(request.getParameter("level"))
                .flatMap(name -> Arrays.stream(Assurance.values())
                        .filter(one -> one.name().equals(name))
                        .findFirst());
        boolean fresh = "true".equals(request.getParameter("fresh"));
        String goOn = Optional.ofNullable(request.getParameter("continue")).orElse("/");
        return new Wanted(Urls.local(goOn), level.orElse(Assurance.LOW), fresh, fresh || level.isPresent());
    }

    /** As the query of an address. */
    public String query() {
        return "continue=" + Urls.encode(goOn) + (asked ? "&level=" + level.name() : "") + (fresh ? "&fresh=true" : "");
    }
}
