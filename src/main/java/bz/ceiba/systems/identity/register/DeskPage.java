package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.LocalizedText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as the officers see him who keep the registers of births, deaths and marriages.
 *
 * @param number in groups of four
 * @param status the last part of the message key that says it
 * @param annullable whether the register stands by a death that the officer's agency told, and none is asking for it to be undone
 */
public record DeskPage(
        String number, String name, LocalDate born, String status, boolean annullable, List<Told> history) {
    /**
     * Something that was told.
     *
     * @param kind the last part of the message key that says it
     * @param before what stood there, in the register's words; empty for nothing, and for a death, which says it itself
     */
    public record Told(
            String kind,
            LocalDate on,
            String reference,
            LocalizedText agency,
            @Nullable String by,
            Instant receivedAt,
            String before,
            String after,
            boolean applied,
            @Nullable Instant annulledAt) {}

    /**
     * A death that waits for a second officer.
     *
     * @param mine whether the reader proposed it
     */
    public record Waiting(
            String id,
            String number,
            String name,
            String ground,
            String document,
            String proposedBy,
            Instant proposedAt,
            boolean mine) {}
}
