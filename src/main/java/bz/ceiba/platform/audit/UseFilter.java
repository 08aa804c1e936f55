package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.Country;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which uses of somebody's identity and data he wants to see; what is null does not matter.
 *
 * @param from the first day, in Belize
 * @param to the last
 * @param agency that acted
 * @param words what he looks for, or null
 */
public record UseFilter(
        @Nullable UseKind kind,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String agency,
        @Nullable Words words) {
    public static final UseFilter ALL = new UseFilter(null, null, null, null, null);

    /**
     * Words as they stand in entries: in names, case numbers and purposes, and, for what entries hold as an identifier, which ones those
     * words are in.
     *
     * @param text what was typed
     */
    public record Words(
            String text, Collection<AuditEvent> events, Collection<String> agencies, Collection<String> purposes) {}

    /** Adds the conditions' parameters and answers the conditions. */
    String where(Map<String, Object> parameters) {
        StringBuilder where = new StringBuilder();
        if (from != null) {
            where.append(" and e.at >= :from");
            parameters.put("from", from.atStartOfDay(Country.ZONE).toOffsetDateTime());
        }
        if (to != null) {
            where.append(" and e.at < :to");
            parameters.put("to", to.plusDays(1).atStartOfDay(Country.ZONE).toOffsetDateTime());
        }
        if (agency != null) {
            where.append(" and e.agency = :agency");
            parameters.put("agency", agency);
        }
        if (words != null) {
            where.append("""
                     and (strpos(lower(concat_ws(' ', e.actor_name, e.case_number, e.purpose, e.seq::text)), lower(:text)) > 0
                       or e.event = any(:wordEvents) or e.agency = any(:wordAgencies) or e.purpose = any(:wordPurposes))
                    """);
            parameters.put("text", words.text());
            parameters.put("wordEvents", words.events().stream().map(Enum::name).toArray(String[]::new));
            parameters.put("wordAgencies", words.agencies().toArray(String[]::new));
            parameters.put("wordPurposes", words.purposes().toArray(String[]::new));
        }
        return where.toString();
    }
}
