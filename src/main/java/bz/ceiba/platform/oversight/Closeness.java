package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor.Appointment;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.oversight.CaseHolders.Holding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What an officer and the person at whom he looked have to do with each other. Asks registers, hence not within a transaction. */
@Component
class Closeness {
    /** How many people one question to the register of people may name. */
    static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Closeness.class);

    /** Two people. */
    record Pair(PersonNumber officer, PersonNumber person) {}

    private final Officers officers;
    private final WellKnown wellKnown;
    private final Habits habits;
    private final Exchange exchange;
    private final ObjectProvider<CaseHolders> holders;
    private final String authority;

    Closeness(
            Officers officers,
            WellKnown wellKnown,
            Habits habits,
            Exchange exchange,
            Agreements agreements,
            ObjectProvider<CaseHolders> holders) {
        this.officers = officers;
        this.wellKnown = wellKnown;
        this.habits = habits;
        this.exchange = exchange;
        this.holders = holders;
        this.authority = agreements.catalogue().policy().oversight().authority();
    }

    /**
     * What is unusual about each of some looks, by itself.
     *
     * @throws Problem UNAVAILABLE when the register of people does not answer; then it is to be tried again
     */
    Map<Look, Set<Kind>> of(List<Look> looks) {
        Map<PersonNumber, Set<Appointment>> offices = officers.offices(looks.stream()
                .flatMap(look -> Stream.of(look.officer(), look.person()))
                .collect(Collectors.toSet()));
        Set<PersonNumber> listed =
                wellKnown.among(looks.stream().map(Look::person).collect(Collectors.toSet()));
        Set<Pair> relatives = relatives(looks);
        Map<CaseHolders.Looked, Holding> holdings = holdings(looks);
        Map<Look, Set<Kind>> kinds = new LinkedHashMap<>();
        for (Look look : looks) {
            @Nullable Holding holding = look.caseNumber() == null ? null : holdings.get(looked(look));
            Set<Kind> found = kinds(look, offices, holding);
            if (relatives.contains(new Pair(look.officer(), look.person()))) {
                found.add(Kind.RELATIVE);
            }
            if (listed.contains(look.person()) && holding != Holding.HIS) {
                found.add(Kind.WELL_KNOWN);
            }
            kinds.put(look, found);
        }
        return kinds;
    }

    /** A case that the officer has explains looks at everybody but himself and his relatives, who may not be his cases. */
    private static Set<Kind> kinds(Look look, Map<PersonNumber, Set<Appointment>> offices, @Nullable Holding holding) {
        Set<Kind> found = new TreeSet<>();
        Set<Appointment> own = offices.getOrDefault(look.officer(), Set.of());
        boolean keeper = own.contains(new Appointment(look.agency(), Role.REGISTRAR))
                || own.contains(new Appointment(look.agency(), Role.ASSISTANT));
        boolean manager = own.contains(new Appointment(look.agency(), Role.SUPERVISOR));
        if (look.officer().equals(look.person())) {
            found.add(Kind.OWN);
        } else if (holding != Holding.HIS
                && offices.getOrDefault(look.person(), Set.of()).stream()
                        .anyMatch(office -> office.agency().equals(look.agency()))) {
            found.add(Kind.COLLEAGUE);
        }
        if (look.noCase() && !keeper && !manager) {
            found.add(Kind.NO_CASE);
        }
        if (holding == Holding.ANOTHERS && look.desk() && !manager) {
            found.add(Kind.NOT_HIS);
        }
        return found;
    }

    private static CaseHolders.Looked looked(Look look) {
        return new CaseHolders.Looked(
                Objects.requireNonNull(look.caseNumber()), look.agency(), look.officer(), look.person(), look.at());
    }

    private Map<CaseHolders.Looked, Holding> holdings(List<Look> looks) {
        List<CaseHolders.Looked> asked = looks.stream()
                .filter(look -> look.caseNumber() != null)
                .map(Closeness::looked)
                .distinct()
                .toList();
        CaseHolders known = holders.getIfAvailable();
        return known == null || asked.isEmpty() ? Map.of() : known.holdings(asked);
    }

    /** Asked once a day for each pair: one question for an officer and as many people as it may name. */
    private Set<Pair> relatives(List<Look> looks) {
        Map<PersonNumber, Set<PersonNumber>> asked = new LinkedHashMap<>();
        Set<Pair> known = habits.lookedToday(looks);
        for (Look look : looks) {
            if (!look.officer().equals(look.person()) && !known.contains(new Pair(look.officer(), look.person()))) {
                asked.computeIfAbsent(look.officer(), o -> new HashSet<>()).add(look.person());
            }
        }
        Set<Pair> relatives = new HashSet<>();
        asked.forEach((officer, people) -> {
            List<PersonNumber> all = new ArrayList<>(people);
            for (int from = 0; from < all.size(); from += MOST) {
                ask(officer, all.subList(from, Math.min(all.size(), from + MOST)))
                        .forEach(person -> relatives.add(new Pair(officer, person)));
            }
        });
        return relatives;
    }

    private List<PersonNumber> ask(PersonNumber officer, List<PersonNumber> people) {
        try {
            return exchange.ask(new Question(
                            "identity.relatives",
                            authority,
                            "oversight",
                            null,
                            officer,
                            bz.ceiba.platform.audit.AuditEntry.SYSTEM,
                            null,
                            Map.of(
                                    "others",
                                    people.stream().map(PersonNumber::digits).collect(Collectors.joining(" ")))))
                    .path("relatives")
                    .valueStream()
                    .map(one -> new PersonNumber(one.stringValue()))
                    .toList();
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAVAILABLE) {
                throw problem;
            }
            // What agencies did not agree on, or agreed on for fewer, holds up nothing else; the refusal is in the log.
            LOG.warn("looks at relatives are not found: {}", problem.key());
            return List.of();
        }
    }
}
