package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The country's data policy: {@code belize/data-policy.yaml}.
 *
 * @param demo whether the numbers have not been confirmed
 */
public record DataPolicy(boolean demo, List<DataClass> classes, DelayRules delay, Oversight oversight) {
    /** Who watches over all that hold data. */
    public record Oversight(String authority) {}

    /**
     * Who may have look-ups shown later.
     *
     * @param agencies those that investigate and may ask
     * @param court the agency whose supervisors decide
     * @param longestDays for how long at once
     */
    public record DelayRules(List<String> agencies, String court, int longestDays) {
        public DelayRules {
            agencies = List.copyOf(agencies);
        }
    }

    /**
     * How much harm it does when the wrong one knows it.
     *
     * @param longestDays for how many days one who was told may keep it, or null for as long as he likes
     * @param bases on which it may be told
     * @param sensitive whether it needs an impact assessment; null says no
     */
    public record DataClass(
            String id,
            LocalizedText title,
            LocalizedText hint,
            @Nullable Integer longestDays,
            List<Agreement.Basis> bases,
            @Nullable Boolean sensitive) {
        public DataClass {
            bases = List.copyOf(bases);
        }

        public boolean isSensitive() {
            return Boolean.TRUE.equals(sensitive);
        }
    }

    /** A field that an agreement may not grant so. */
    record Breach(String purpose, String pointer, DataClass dataClass, Rule rule) {
        enum Rule {
            /** It may be kept for longer than the class allows. */
            RETENTION,
            /** It is told on a basis that the class does not allow. */
            BASIS
        }

        @Override
        public String toString() {
            return "grants." + purpose + " " + pointer + " is '" + dataClass.id() + "', which "
                    + switch (rule) {
                        case RETENTION -> "may be kept for at most " + dataClass.longestDays() + " days";
                        case BASIS -> "may be told on the basis of " + dataClass.bases() + " only";
                    };
        }
    }

    public DataPolicy {
        classes = List.copyOf(classes);
    }

    public Optional<DataClass> find(String id) {
        return classes.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    DataClass of(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no class '" + id + "'"));
    }

    /**
     * Where an agreement breaks the policy; empty when it does not. A register that is told keeps what it is told for as long as its own law
     * says, so how long is asked only of those who ask.
     */
    List<Breach> breaches(Agreement agreement, Service service) {
        List<Breach> breaches = new ArrayList<>();
        agreement
                .grants()
                .forEach((purpose, pointers) -> pointers.forEach(pointer -> {
                    DataClass dataClass =
                            of(service.field(pointer).orElseThrow().classification());
                    if (!service.isTold()
                            && dataClass.longestDays() != null
                            && agreement.retentionDays() > dataClass.longestDays()) {
                        breaches.add(new Breach(purpose, pointer, dataClass, Breach.Rule.RETENTION));
                    }
                    if (!dataClass.bases().contains(agreement.basis())) {
                        breaches.add(new Breach(purpose, pointer, dataClass, Breach.Rule.BASIS));
                    }
                }));
        return breaches;
    }
}
