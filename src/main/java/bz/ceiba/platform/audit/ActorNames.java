package bz.ceiba.platform.audit;

import java.util.Optional;

/** Names of actors that are no people, such as relying parties, for whoever reads the log. The room that knows them implements it. */
public interface ActorNames {
    /**
     * Its name, if there is one.
     *
     * @param client as the log has it
     */
    Optional<String> of(String client);
}
