package bz.ceiba.platform.access;

import java.util.List;

/**
 * Somebody for whom one may act, as he reads it.
 *
 * @param grounds one sentence for each right
 * @param waiting what another one has asked and he may confirm
 */
public record ActingChoice(String number, String name, List<String> grounds, List<Confirmations.Waiting> waiting) {
    public ActingChoice {
        grounds = List.copyOf(grounds);
        waiting = List.copyOf(waiting);
    }
}
