package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the desk for relying parties shows. */
public final class PartyDeskPage {
    private PartyDeskPage() {}

    /**
     * What waits for an officer.
     *
     * @param now what is in force, or null where the party asks for production with what it has
     * @param mine whether the reader runs the party, and so may not decide
     */
    public record Waiting(
            UUID id,
            String client,
            String contact,
            String by,
            Instant at,
            PartyPage.Terms asked,
            PartyPage.@Nullable Terms now,
            boolean mine) {}
}
