package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an agency tells of somebody's life. */
sealed interface LifeEvent {
    enum Kind {
        BIRTH,
        /** A court ordered that a child is adopted. */
        ADOPTED,
        DEATH,
        MARRIAGE,
        NAME,
        NATURALISATION,
        RESIDENCE,
        GUARDIANSHIP,
        /** A court took an order back. */
        GUARDIANSHIP_END,
        /** A divorce, or a marriage that never was one. */
        MARRIAGE_END,
        /** The entry of a birth is annulled. */
        NUMBER_END;

        /** The purpose under which it is told on the exchange. */
        String purpose() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Common common();

    /**
     * What all have.
     *
     * @param event the source's own identifier of it, always the same for the same event
     * @param on when it happened
     * @param reference the entry in the source's register
     */
    record Common(String event, LocalDate on, String reference) {}

    /** A name from now on; null keeps what there is, an empty middle name says that there is none. */
    record NewName(
            @Nullable String given,
            @Nullable String middle,
            @Nullable String family) {
        boolean isEmpty() {
            return given == null && middle == null && family == null;
        }
    }

    /** The day of birth is the day on which it happened. */
    record Birth(
            Common common,
            String given,
            @Nullable String middle,
            String family,
            String sex,
            String birthPlace,
            String district,
            String town,
            String address,
            String language,
            List<PersonNumber> parents)
            implements LifeEvent {
        public Birth {
            parents = List.copyOf(parents);
        }
    }

    /**
     * The child begins anew, under another name and number.
     *
     * @param person the number until now
     * @param district where it lives, if that is not with its parents from now on, or null; so town and address
     */
    record Adoption(
            Common common,
            PersonNumber person,
            String given,
            @Nullable String middle,
            String family,
            List<PersonNumber> parents,
            @Nullable String district,
            @Nullable String town,
            @Nullable String address)
            implements LifeEvent {
        public Adoption {
            parents = List.copyOf(parents);
        }
    }

    record Death(Common common, PersonNumber person) implements LifeEvent {}

    /** Each may take another name. */
    record Marriage(Common common, PersonNumber person, PersonNumber spouse, NewName name, NewName spouseName)
            implements LifeEvent {}

    record EndOfMarriage(Common common, PersonNumber person, PersonNumber spouse) implements LifeEvent {}

    /**
     * The number that was given by an entry which is annulled.
     *
     * @param goesOnAs the number of the same person that stays, where the entry was a second one, or null
     */
    record EndOfNumber(
            Common common,
            PersonNumber person,
            Why why,
            @Nullable PersonNumber goesOnAs) implements LifeEvent {
        enum Why {
            DUPLICATE,
            ERROR,
            FRAUD
        }
    }

    record ChangeOfName(Common common, PersonNumber person, NewName name) implements LifeEvent {}

    record Naturalisation(Common common, PersonNumber person) implements LifeEvent {}

    record EndOfResidence(Common common, PersonNumber person) implements LifeEvent {}

    /**
     * By court order.
     *
     * @param until the first day on which it is no more, or null
     * @param limits what it is limited to; empty for everything
     * @param joint in what another one has to confirm
     */
    record Guardianship(
            Common common,
            PersonNumber person,
            PersonNumber guardian,
            @Nullable LocalDate until,
            List<String> limits,
            List<String> joint)
            implements LifeEvent {
        public Guardianship {
            limits = List.copyOf(limits);
            joint = List.copyOf(joint);
        }
    }

    /** The reference is that of the order that is taken back. */
    record EndOfGuardianship(Common common, PersonNumber person, PersonNumber guardian) implements LifeEvent {}
}
