package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.Map;

/**
 * That a rule refers a traveller to an officer.
 *
 * @param inputs what the rule looked at, by name
 * @param reversed whether that version of the rule was recalled since: then nothing may follow from it
 */
public record Referral(
        String rule,
        int version,
        LocalizedText title,
        LocalizedText reason,
        Map<String, String> inputs,
        boolean reversed) {
    public Referral {
        inputs = Map.copyOf(inputs);
    }
}
