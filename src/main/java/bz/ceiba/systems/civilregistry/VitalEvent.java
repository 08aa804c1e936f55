package bz.ceiba.systems.civilregistry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the register holds entries of, and under which names others know it; how each is dealt with say its {@link EventRules}. */
public enum VitalEvent {
    BIRTH("civilregistry.birth", "civilregistry.certificate", "civilregistry.birth-notification", Field.BORN_ON),
    DEATH("civilregistry.death", "civilregistry.death-certificate", "civilregistry.death-notification", Field.DIED_ON),
    MARRIAGE(
            "civilregistry.marriage",
            "civilregistry.marriage-certificate",
            "civilregistry.marriage-notification",
            Field.MARRIED_ON),
    /** Of a court, that ends a marriage or says that there never was one. Nobody applies for it. */
    DECREE(
            "civilregistry.decree",
            "civilregistry.decree-certificate",
            "civilregistry.decree-notification",
            Field.ABSOLUTE_ON),
    /** The entry by which the child of an adoption is found as if born to who adopted it. Nobody applies for it. */
    ADOPTION("civilregistry.adoption", "civilregistry.certificate", "civilregistry.adoption-order", Field.BORN_ON);

    private final String service;
    private final String copies;
    private final String notifications;
    private final Field dated;

    /**
     * Describes it.
     *
     * @param service in whose cases it is applied for
     * @param copies in whose cases a certificate of an entry is
     * @param notifications by which it is notified over the exchange
     * @param dated when it happened
     */
    VitalEvent(String service, String copies, String notifications, Field dated) {
        this.service = service;
        this.copies = copies;
        this.notifications = notifications;
        this.dated = dated;
    }

    String service() {
        return service;
    }

    String copies() {
        return copies;
    }

    String notifications() {
        return notifications;
    }

    Field dated() {
        return dated;
    }

    /** As addresses, messages and agreements call it; also the purpose for which the register asks and tells others. */
    public String word() {
        // That of police records for those who want to adopt is another purpose.
        return this == ADOPTION ? "adoption-order" : name().toLowerCase(Locale.ROOT);
    }

    /** Whose entry it is. */
    List<Party> principals() {
        return switch (this) {
            case BIRTH, ADOPTION -> List.of(Party.CHILD);
            case DEATH -> List.of(Party.DEAD);
            case MARRIAGE, DECREE -> List.of(Party.ONE, Party.OTHER);
        };
    }

    /** The letter under which entries of old books are indexed; empty where there are none to read. */
    Optional<String> oldBook() {
        return switch (this) {
            case BIRTH -> Optional.of("H");
            case DEATH -> Optional.of("K");
            case MARRIAGE, DECREE, ADOPTION -> Optional.empty();
        };
    }

    /** What an entry of an old book is, where there are such books. */
    Kind oldKind() {
        return switch (this) {
            case BIRTH -> Kind.LIVE;
            case DEATH -> Kind.DEATH;
            case MARRIAGE, DECREE, ADOPTION ->
                throw new IllegalStateException("no old books of " + this + " are indexed");
        };
    }

    /** By whose number a notification is found. */
    Party notifiedPerson() {
        return switch (this) {
            case BIRTH, ADOPTION -> Party.MOTHER;
            case DEATH -> Party.DEAD;
            case MARRIAGE, DECREE -> Party.ONE;
        };
    }

    /** Whether it happens to a person once only, so that his number alone says which one it is. */
    boolean isOnce() {
        return switch (this) {
            case BIRTH, MARRIAGE, DECREE, ADOPTION -> false;
            case DEATH -> true;
        };
    }

    /** How many days apart two may be said to be and still be the same one. */
    int nearDays() {
        return switch (this) {
            case BIRTH -> Likeness.NEAR_DAYS;
            case DEATH -> DeathLikeness.NEAR_DAYS;
            case MARRIAGE, DECREE, ADOPTION -> 0;
        };
    }

    List<Kind> kinds() {
        return Arrays.stream(Kind.values()).filter(kind -> kind.event() == this).toList();
    }

    static Optional<VitalEvent> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** The one in whose cases something is applied for, or of whose entries certificates are. */
    static Optional<VitalEvent> ofService(String service) {
        return Arrays.stream(values())
                .filter(one -> one.service.equals(service) || one.copies.equals(service))
                .findFirst();
    }
}
