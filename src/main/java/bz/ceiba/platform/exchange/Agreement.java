package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one agency may ask another, for which purposes and on which ground. Public.
 *
 * @param id its name, which stays over all versions
 * @param version from 1; the highest in force counts
 * @param title what it is about
 * @param provider the agency that answers
 * @param consumer the agency that asks
 * @param service what is asked, of the catalogue
 * @param ground the law on which it rests, in plain words
 * @param basis whether the law is enough, or the person must have consented
 * @param standing why it may be asked without any case, in plain words, or null when each question needs one
 * @param demo whether the agencies have not confirmed it
 * @param from the first day in force, in Belize
 * @param to the last day in force, or null
 * @param retentionDays for how many days the one who asked may keep the answer
 * @param volume how many times a day it may be asked at most
 * @param grants the fields granted for each purpose, as JSON pointers of the catalogue
 */
public record Agreement(
        String id,
        int version,
        LocalizedText title,
        String provider,
        String consumer,
        String service,
        LocalizedText ground,
        Basis basis,
        @Nullable LocalizedText standing,
        boolean demo,
        LocalDate from,
        @Nullable LocalDate to,
        int retentionDays,
        int volume,
        SortedMap<String, List<String>> grants) {
    /** What lets an agency be told. */
    public enum Basis {
        LAW,
        CONSENT;

        /** As the policy, the files and the message keys write it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Agreement {
        basis = basis == null ? Basis.LAW : basis;
        TreeMap<String, List<String>> copy = new TreeMap<>();
        for (Map.Entry<String, List<String>> grant : grants.entrySet()) {
            copy.put(grant.getKey(), List.copyOf(grant.getValue()));
        }
        grants = java.util.Collections.unmodifiableSortedMap(copy);
    }

    /** How the audit log names it: {@code police-person/1}. */
    public String reference() {
        return id + "/" + version;
    }

    public boolean isInForce(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }

    /** The same under another name and version. */
    Agreement as(String newId, int newVersion) {
        return new Agreement(
                newId,
                newVersion,
                title,
                provider,
                consumer,
                service,
                ground,
                basis,
                standing,
                demo,
                from,
                to,
                retentionDays,
                volume,
                grants);
    }
}
