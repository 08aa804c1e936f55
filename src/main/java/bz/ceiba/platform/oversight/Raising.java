package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.oversight.Finding.Reason;
import bz.ceiba.platform.oversight.Findings.Draft;
import bz.ceiba.platform.oversight.Habits.Bulk;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes findings of what was noticed about looks, and brings them before those who judge. Within the transaction of the reading. */
@Component
class Raising {
    /** 8:00 am, in both languages. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("h:mm ")
            .appendText(ChronoField.AMPM_OF_DAY, Map.of(0L, "am", 1L, "pm"))
            .toFormatter(Locale.ROOT);

    private record Key(String agency, PersonNumber officer, LocalDate day, PersonNumber person, Kind kind) {}

    private record Shift(String agency, PersonNumber officer, String officerName, LocalDate day) {}

    private final Findings findings;
    private final Habits habits;
    private final Reviewers reviewers;
    private final Country country;

    Raising(Findings findings, Habits habits, Reviewers reviewers, Country country) {
        this.findings = findings;
        this.habits = habits;
        this.reviewers = reviewers;
        this.country = country;
    }

    void raise(Map<Look, Set<Kind>> kinds, List<Bulk> bulks) {
        Map<Key, Draft> drafts = new LinkedHashMap<>();
        Set<Shift> outside = new LinkedHashSet<>();
        Map<PersonNumber, String> names = new HashMap<>();
        kinds.forEach((look, found) -> {
            names.put(look.officer(), look.officerName());
            for (Kind kind : found) {
                Key key = new Key(look.agency(), look.officer(), look.day(), look.person(), kind);
                drafts.merge(key, draft(look, kind), Raising::together);
            }
            if (!look.officer().equals(look.person()) && !country.isOpen(look.agency(), look.at())) {
                outside.add(new Shift(look.agency(), look.officer(), look.officerName(), look.day()));
            }
        });
        drafts.forEach((key, draft) -> raise(draft, List.of(key.person())));
        outside.forEach(this::outsideHours);
        bulks.forEach(bulk ->
                bulk(bulk, names.getOrDefault(bulk.officer(), bulk.officer().digits())));
    }

    private void raise(Draft draft, Collection<PersonNumber> concerned) {
        if (!concerned.isEmpty() && !findings.isJustified(draft)) {
            int level = reviewers.level(draft.agency(), draft.officer());
            findings.raise(draft, level, reviewers.due(), concerned)
                    .ifPresent(id -> reviewers.raised(id, draft, level));
        }
    }

    private static Draft draft(Look look, Kind kind) {
        @Nullable CaseNumber caseNumber = look.caseNumber();
        return new Draft(
                look.agency(),
                look.officer(),
                look.officerName(),
                look.day(),
                look.person(),
                caseNumber == null ? null : caseNumber.text(),
                look.at(),
                look.at(),
                new Reason(kind, caseNumber == null ? Map.of() : Map.of("case", caseNumber.text())));
    }

    /** The looks of a batch are in the order of the log, which is nearly that of time. */
    private static Draft together(Draft one, Draft other) {
        return new Draft(
                one.agency(),
                one.officer(),
                one.officerName(),
                one.day(),
                one.person(),
                one.caseNumber() != null && one.caseNumber().equals(other.caseNumber()) ? one.caseNumber() : null,
                one.firstAt().isBefore(other.firstAt()) ? one.firstAt() : other.firstAt(),
                one.lastAt().isAfter(other.lastAt()) ? one.lastAt() : other.lastAt(),
                one.reason());
    }

    private void outsideHours(Shift shift) {
        Map<Instant, Set<PersonNumber>> hours = habits.lookedOn(shift.agency(), shift.officer(), shift.day());
        hours.keySet().removeIf(hour -> country.isOpen(shift.agency(), hour));
        wholeDay(
                shift,
                hours,
                new Reason(
                        Kind.HOURS,
                        Map.of(
                                "people", String.valueOf(people(hours).size()),
                                "opens", TIME.format(country.opens()),
                                "closes", TIME.format(country.closes()))));
    }

    private void bulk(Bulk bulk, String officerName) {
        Shift shift =
                new Shift(bulk.agency(), bulk.officer(), officerName, LocalDate.ofInstant(bulk.began(), Country.ZONE));
        Map<Instant, Set<PersonNumber>> hours = habits.lookedOn(shift.agency(), shift.officer(), shift.day());
        if (bulk.span() == Habits.Span.HOUR) {
            hours.keySet().removeIf(hour -> !hour.equals(bulk.began()));
        }
        Map<String, String> figures = new HashMap<>();
        figures.put("people", String.valueOf(bulk.people()));
        figures.put("own", figure(bulk.own()));
        figures.put("peers", figure(bulk.peers()));
        figures.put("limit", String.valueOf(Math.round(bulk.limit())));
        Kind kind =
                switch (bulk.span()) {
                    case HOUR -> Kind.BULK_HOUR;
                    case DAY -> Kind.BULK_DAY;
                };
        wholeDay(shift, hours, new Reason(kind, figures));
    }

    private static String figure(double median) {
        return median < 0 ? "?" : String.valueOf(Math.round(median));
    }

    private static Set<PersonNumber> people(Map<Instant, Set<PersonNumber>> hours) {
        Set<PersonNumber> people = new HashSet<>();
        hours.values().forEach(people::addAll);
        return people;
    }

    private void wholeDay(Shift shift, Map<Instant, Set<PersonNumber>> hours, Reason reason) {
        Instant first = hours.keySet().stream().min(Instant::compareTo).orElse(Instant.EPOCH);
        Instant last = hours.keySet().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
        raise(
                new Draft(
                        shift.agency(),
                        shift.officer(),
                        shift.officerName(),
                        shift.day(),
                        null,
                        null,
                        first,
                        last.plus(Duration.ofHours(1)),
                        reason),
                people(hours));
    }
}
