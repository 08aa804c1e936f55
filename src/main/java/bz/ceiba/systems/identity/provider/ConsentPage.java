package bz.ceiba.systems.identity.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The question for consent as it is shown.
 *
 * @param host where the party's pages are
 * @param purpose what for it asks, in the reader's language
 * @param person as whom he has signed in
 * @param represented for whom he acts, or null for himself
 * @param represents whether he said for whom he is here, and may say otherwise
 * @param proofs whether it also asks who proved these things, when and how
 * @param purposes what for it wants single proofs, as it says
 * @param state by which the provider knows the request again
 */
public record ConsentPage(
        String client,
        String party,
        String host,
        String purpose,
        String person,
        @Nullable String represented,
        boolean represents,
        String state,
        List<String> scopes,
        List<Claim> claims,
        boolean proofs,
        List<String> purposes) {
    public ConsentPage {
        scopes = List.copyOf(scopes);
        claims = List.copyOf(claims);
        purposes = List.copyOf(purposes);
    }

    /**
     * One thing that the party asks for.
     *
     * @param value what it would be told, empty if we don't know it
     * @param essential whether it can't go on without
     * @param given whether it was granted before
     */
    public record Claim(String id, String value, boolean essential, boolean given) {}
}
