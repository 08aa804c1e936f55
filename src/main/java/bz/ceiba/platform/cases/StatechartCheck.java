package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.State;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the states of a definition can all be reached, all lead to an end, and wait for somebody who can go on. */
final class StatechartCheck {
    private static final Set<String> OUTCOMES =
            new TreeSet<>(Set.of("granted", "refused", "withdrawn", "lapsed", "revoked"));

    private final ServiceDefinition definition;
    private final List<String> findings = new ArrayList<>();

    private StatechartCheck(ServiceDefinition definition) {
        this.definition = definition;
    }

    static List<String> findings(ServiceDefinition definition) {
        StatechartCheck check = new StatechartCheck(definition);
        check.check();
        return check.findings;
    }

    private void check() {
        if (!definition.states().containsKey(definition.initial())) {
            findings.add("initial state '" + definition.initial() + "' is none");
            return;
        }
        Set<String> reached = closure(Set.of(definition.initial()), false);
        Set<String> ends = new HashSet<>();
        definition.states().forEach((name, state) -> {
            if (state.isEnd()) {
                ends.add(name);
            }
        });
        Set<String> ending = closure(ends, true);
        for (Map.Entry<String, State> entry : new java.util.TreeMap<>(definition.states()).entrySet()) {
            String name = entry.getKey();
            if (!reached.contains(name)) {
                findings.add("state '" + name + "' can't be reached from '" + definition.initial() + "'");
            }
            if (!ending.contains(name)) {
                findings.add("state '" + name + "' leads to no end");
            }
            waiting(name, entry.getValue());
        }
    }

    /** Whoever a case waits for must have a way to move it on. */
    private void waiting(String name, State state) {
        if (state.isEnd() != (state.waiting() == ServiceDefinition.Waiting.NOBODY)) {
            findings.add("state '" + name + "' must wait for nobody exactly if it is an end");
        }
        if (state.isEnd() && state.clock() == ServiceDefinition.DeadlineClock.RUNNING) {
            findings.add("state '" + name + "' is an end, and its clock runs");
        }
        if (state.isEnd() && !OUTCOMES.contains(String.valueOf(state.outcome()))) {
            findings.add(
                    "state '" + name + "' has the outcome '" + state.outcome() + "'; it must be one of " + OUTCOMES);
        }
        Set<By> movers =
                switch (state.waiting()) {
                    case APPLICANT -> Set.of(By.APPLICANT, By.SYSTEM);
                    case OFFICER -> Set.of(By.OFFICER, By.OTHER_OFFICER, By.SUPERVISOR);
                    case SYSTEM -> Set.of(By.SYSTEM);
                    case NOBODY -> Set.of();
                };
        if (!state.isEnd()
                && !movers.isEmpty()
                && definition.from(name).stream().noneMatch(t -> movers.contains(t.by()) && !isNever(t.guard()))) {
            findings.add("state '" + name + "' waits for the "
                    + state.waiting().name().toLowerCase(java.util.Locale.ROOT) + ", who has no way to move it on");
        }
        if (definition.from(name).stream().filter(t -> t.by() == By.TIMER).count() > 1) {
            findings.add("state '" + name + "' has two timers, of which only the first can ever move it");
        }
    }

    private static boolean isNever(@Nullable String guard) {
        return guard != null && guard.strip().equals("false");
    }

    private Set<String> closure(Set<String> start, boolean backwards) {
        Set<String> seen = new HashSet<>(start);
        Deque<String> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            String state = open.remove();
            for (Transition transition : definition.transitions()) {
                if (isNever(transition.guard())) {
                    continue;
                }
                Set<String> next = backwards
                        ? transition.to().equals(state) ? transition.from() : Set.of()
                        : transition.from().contains(state) ? Set.of(transition.to()) : Set.of();
                for (String found : next) {
                    if (seen.add(found)) {
                        open.add(found);
                    }
                }
            }
        }
        return seen;
    }
}
