package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Option;
import java.util.List;

/**
 * The question for whom somebody is here, as it is shown.
 *
 * @param host where the party's pages are
 * @param state by which the provider knows the request again
 * @param options he himself, and those for whom he can act alone
 * @param impossible those for whom he could only together with another one
 */
public record RepresentationPage(
        String client,
        String party,
        String host,
        String state,
        List<String> scopes,
        List<Option> options,
        List<Option> impossible) {
    public RepresentationPage {
        scopes = List.copyOf(scopes);
        options = List.copyOf(options);
        impossible = List.copyOf(impossible);
    }
}
