package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log, before it is written.
 *
 * @param event what happened
 * @param actor who did it: an identity number, a relying party's client identifier, {@code system}, or {@code anonymous}
 * @param actorName the actor's name as the subject may read it, or null
 * @param agency the agency for which the actor acted, or null for a person acting for himself
 * @param subject whose data it was, or null
 * @param caseNumber the case it belongs to, or null
 * @param purpose why, in words the subject may read, or null
 * @param detail more, by name; no personal data beyond what the log is for
 */
public record AuditEntry(
        AuditEvent event,
        String actor,
        @Nullable String actorName,
        @Nullable String agency,
        @Nullable PersonNumber subject,
        @Nullable CaseNumber caseNumber,
        @Nullable String purpose,
        Map<String, String> detail) {
    public static final String SYSTEM = "system";
    public static final String ANONYMOUS = "anonymous";

    public AuditEntry {
        actor = storable(actor);
        actorName = actorName == null ? null : storable(actorName);
        agency = agency == null ? null : storable(agency);
        purpose = purpose == null ? null : storable(purpose);
        TreeMap<String, String> copy = new TreeMap<>();
        detail.forEach((name, value) -> copy.put(storable(name), storable(value)));
        detail = copy;
    }

    /**
     * What people typed may hold what PostgreSQL can't store or UTF-8 can't write: U+0000 and halves of surrogate pairs.
     * The log must take the entry all the same, so U+FFFD stands in for those.
     */
    private static String storable(String text) {
        if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
            return text;
        }
        return text.codePoints()
                .map(c -> c == 0 || (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** An entry of the platform itself. */
    public static AuditEntry bySystem(
            AuditEvent event,
            @Nullable PersonNumber subject,
            @Nullable CaseNumber caseNumber,
            Map<String, String> detail) {
        return new AuditEntry(event, SYSTEM, null, null, subject, caseNumber, null, detail);
    }
}
