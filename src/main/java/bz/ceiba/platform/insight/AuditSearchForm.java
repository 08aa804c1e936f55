package bz.ceiba.platform.insight;

import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.AuditSearch;
import bz.ceiba.platform.audit.Excerpt;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Urls;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor typed, and what it means.
 *
 * @param typed the fields as typed
 * @param search what to look for, or null when a field is wrong
 * @param errors what is wrong, by field
 */
public record AuditSearchForm(
        Map<String, String> typed, @Nullable AuditSearch search, Map<String, String> errors) {
    static AuditSearchForm of(Map<String, String> all, Function<String, String> messages) {
        Map<String, String> typed = new TreeMap<>();
        for (String field :
                new String[] {"case", "subject", "actor", "event", "day.day", "day.month", "day.year", "page"}) {
            typed.put(field, all.getOrDefault(field, "").strip());
        }
        Map<String, String> errors = new LinkedHashMap<>();
        @Nullable CaseNumber caseNumber = CaseNumber.parse(value(typed, "case")).orElse(null);
        require(caseNumber != null, typed, "case", errors, messages);
        @Nullable
        PersonNumber subject = PersonNumber.parse(value(typed, "subject")).orElse(null);
        require(subject != null, typed, "subject", errors, messages);
        @Nullable PersonNumber actor = PersonNumber.parse(value(typed, "actor")).orElse(null);
        require(actor != null, typed, "actor", errors, messages);
        @Nullable
        AuditEvent event = Arrays.stream(AuditEvent.values())
                .filter(e -> e.name().equals(value(typed, "event")))
                .findFirst()
                .orElse(null);
        require(event != null, typed, "event", errors, messages);
        @Nullable LocalDate day = null;
        if (!(value(typed, "day.day") + value(typed, "day.month") + value(typed, "day.year")).isEmpty()) {
            day = day(typed);
            if (day == null) {
                errors.put("day", messages.apply("audit.search.wrong.day"));
            }
        }
        return new AuditSearchForm(
                typed, errors.isEmpty() ? new AuditSearch(caseNumber, actor, subject, event, day) : null, errors);
    }

    private static void require(
            boolean understood,
            Map<String, String> typed,
            String field,
            Map<String, String> errors,
            Function<String, String> messages) {
        if (!understood && !value(typed, field).isEmpty()) {
            errors.put(field, messages.apply("audit.search.wrong." + field));
        }
    }

    private static @Nullable LocalDate day(Map<String, String> typed) {
        try {
            return LocalDate.of(
                    Integer.parseInt(value(typed, "day.year")),
                    Integer.parseInt(value(typed, "day.month")),
                    Integer.parseInt(value(typed, "day.day")));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static String value(Map<String, String> typed, String field) {
        return typed.getOrDefault(field, "");
    }

    /** As typed, for the form. */
    public String value(String field) {
        return value(typed, field);
    }

    /** Which page, from 1. */
    public int page() {
        String text = value(typed, "page");
        return text.matches("[0-9]{1,4}") ? Math.clamp(Integer.parseInt(text), 1, Excerpt.LAST_PAGE + 1) : 1;
    }

    /** The address of another page of the same search. */
    public String address(int page) {
        return "/insight/audit?"
                + typed.entrySet().stream()
                        .filter(field -> !field.getKey().equals("page")
                                && !field.getValue().isEmpty())
                        .map(field -> field.getKey() + "=" + Urls.encode(field.getValue()) + "&")
                        .collect(Collectors.joining())
                + "page=" + page;
    }

    /** What was looked for, for the log. */
    Map<String, String> looked() {
        return typed.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
