package bz.ceiba.platform.access;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The Content-Security-Policy: everything comes from us, and forms lead to us and to those that are named. */
@Component
public final class ContentPolicy {
    private final String forms;

    ContentPolicy(ObjectProvider<FormTarget> formTargets) {
        this.forms =
                formTargets.orderedStream().map(target -> " " + target.origin()).collect(Collectors.joining());
    }

    /** As it is on all pages that need no other. */
    String text() {
        return withForms();
    }

    /**
     * As a page needs it whose forms lead elsewhere, too.
     *
     * @param origins scheme, host and port of each
     */
    public String withForms(String... origins) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                + "connect-src 'self'; manifest-src 'self'; form-action 'self'" + forms
                + Stream.of(origins).map(origin -> " " + origin).collect(Collectors.joining())
                + "; base-uri 'none'; frame-ancestors 'none'";
    }
}
