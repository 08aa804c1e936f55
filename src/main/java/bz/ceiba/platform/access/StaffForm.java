package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was typed into a form about offices, and what is wrong with it. */
final class StaffForm {
    private final Map<String, String> typed;
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Messages messages;
    private final Locale locale;

    StaffForm(Map<String, String> typed, Messages messages, Locale locale) {
        this.typed = typed;
        this.messages = messages;
        this.locale = locale;
    }

    String value(String field) {
        return typed.getOrDefault(field, "").strip();
    }

    /** The field's day, or an error. */
    Optional<LocalDate> day(String field, String message) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(value(field + ".year")),
                    Integer.parseInt(value(field + ".month")),
                    Integer.parseInt(value(field + ".day"))));
        } catch (NumberFormatException | DateTimeException e) {
            wrong(field, message);
            return Optional.empty();
        }
    }

    /** The field's role, or an error. */
    Optional<Role> role(String field) {
        for (Role role : Role.values()) {
            if (role.name().equals(value(field))) {
                return Optional.of(role);
            }
        }
        wrong(field, "access.staff.role.missing");
        return Optional.empty();
    }

    void wrong(String field, String message) {
        errors.putIfAbsent(field, messages.text(locale, message));
    }

    /**
     * Takes over what a use case says of single fields.
     *
     * @throws Problem the same when it says nothing of any
     */
    void wrong(Problem problem) {
        if (problem.fields().isEmpty()) {
            throw problem;
        }
        problem.fields().forEach(fault -> wrong(fault.field(), fault.message()));
    }

    boolean isRight() {
        return errors.isEmpty();
    }

    Map<String, String> errors() {
        return errors;
    }

    Map<String, String> typed() {
        return typed;
    }
}
