package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Assurance;

/** The levels of eIDAS as relying parties elsewhere know them (Implementing Regulation 2015/1502). */
public final class Acr {
    private Acr() {}

    public static String of(Assurance assurance) {
        return switch (assurance) {
            case LOW -> "http://eidas.europa.eu/LoA/low";
            case SUBSTANTIAL -> "http://eidas.europa.eu/LoA/substantial";
            case HIGH -> "http://eidas.europa.eu/LoA/high";
        };
    }
}
