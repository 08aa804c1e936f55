package bz.ceiba.systems.identity.signin;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request at the counter as officers see it.
 *
 * @param kind the last part of the message key that says it
 * @param state likewise
 * @param number in groups of four, or null for who has none yet
 * @param evidence the last part of the message key that says what was shown
 * @param referee the name of the one who vouches, or null
 * @param level the last part of the message key of the level that this proves
 * @param alike the numbers of people in the register with that birth date and family name
 * @param phoneMissing whether the code that went to the phone is to be typed
 * @param cardMissing whether the card is to be made
 * @param mine whether the reader asked for it
 */
public record CounterPage(
        String id,
        String kind,
        String state,
        String name,
        @Nullable LocalDate born,
        @Nullable String number,
        String evidence,
        String reference,
        @Nullable String referee,
        @Nullable String occupation,
        boolean compared,
        boolean measured,
        String level,
        @Nullable String phone,
        boolean card,
        boolean keepEmail,
        List<String> alike,
        boolean phoneMissing,
        boolean cardMissing,
        String askedBy,
        Instant askedAt,
        @Nullable String decidedBy,
        @Nullable Instant effectiveAt,
        @Nullable Instant stoppedAt,
        boolean mine) {}
