package bz.ceiba.systems.civilregistry;

/** How complete the register is, in the reader's words. */
public record CompletenessLine(
        String measure, String registered, String soon, String inYear, String notified, String coverage) {}
