package bz.ceiba.platform.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What kind of use of somebody's identity or data an entry of the log is, for the person himself. */
public enum UseKind {
    /** Signing in, and what one signs in with. */
    SIGN_IN,
    /** Services that know who one is, and what one lets them know. */
    SERVICE,
    /** Offices and their officers who looked, or were refused. */
    OFFICE,
    /** What others did for the person, and who may. */
    FOR_ME,
    /** What the person did for others. */
    BY_ME;

    private static final Set<AuditEvent> SIGN_INS = Set.of(
            AuditEvent.SIGNED_IN,
            AuditEvent.SIGN_IN_REFUSED,
            AuditEvent.SIGNED_OUT,
            AuditEvent.NUMBER_LOCKED,
            AuditEvent.NUMBER_UNLOCKED,
            AuditEvent.PASSKEY_ADDED,
            AuditEvent.PASSKEY_REMOVED,
            AuditEvent.OWN_DATA_TAKEN);

    private static final Set<AuditEvent> SERVICES = Set.of(
            AuditEvent.TOKEN_ISSUED,
            AuditEvent.TOKEN_REUSED,
            AuditEvent.CLAIMS_TOLD,
            AuditEvent.CONSENT_GIVEN,
            AuditEvent.CONSENT_REFUSED,
            AuditEvent.CONSENT_WITHDRAWN);

    private static final Set<AuditEvent> REPRESENTATIONS = Set.of(
            AuditEvent.REPRESENTATION_OFFERED,
            AuditEvent.REPRESENTATION_GIVEN,
            AuditEvent.REPRESENTATION_ENDED,
            AuditEvent.GUARDIANSHIP_ENDED);

    /** The events of a kind by name, whoever did them; of {@link #OFFICE} only where another did. */
    List<String> events() {
        return Arrays.stream(AuditEvent.values())
                .filter(this::shows)
                .map(Enum::name)
                .toList();
    }

    private boolean shows(AuditEvent event) {
        return switch (this) {
            case SIGN_IN -> SIGN_INS.contains(event);
            case SERVICE -> SERVICES.contains(event);
            case OFFICE ->
                event == AuditEvent.REGISTER_TOLD
                        || (event.kind() != AuditEvent.Kind.ACT
                                && !SIGN_INS.contains(event)
                                && !SERVICES.contains(event));
            case FOR_ME, BY_ME -> REPRESENTATIONS.contains(event);
        };
    }

    /** Whether the person reads it in a sentence of its own; everything else by what an auditor calls it. */
    public static boolean hasWords(AuditEvent event) {
        return SIGN_IN.shows(event) || SERVICE.shows(event) || OFFICE.shows(event) || FOR_ME.shows(event);
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<UseKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
