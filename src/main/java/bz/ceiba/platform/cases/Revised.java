package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.State;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The next revision of a case. */
final class Revised {
    private Revised() {}

    /**
     * After a transition, before its deadline is set.
     *
     * @param mover who brought it about; an officer has the case from then on, unless it goes to another agency
     * @param agency that has it from then on
     */
    static CaseFile of(
            CaseFile c,
            Transition transition,
            ObjectNode facts,
            CaseChanges.Mover mover,
            Instant now,
            ServiceDefinition definition,
            String agency) {
        PersonNumber officer = mover.holder();
        State to = definition.state(transition.to());
        String district = facts.path("district").asString("");
        boolean reopened = (!c.isOpen() && !to.isEnd()) || !agency.equals(c.agency());
        return new CaseFile(
                c.number(),
                c.service(),
                c.version(),
                agency,
                c.person(),
                c.personName(),
                c.actedBy(),
                c.form(),
                facts,
                transition.to(),
                c.revision() + 1,
                reopened ? null : officer == null ? c.officer() : officer,
                reopened ? null : officer == null ? c.officerName() : mover.holderName(),
                transition.decision() && mover.decider() != null ? mover.decider() : c.decidedBy(),
                district.isEmpty() ? c.district() : district,
                c.assurance(),
                c.language(),
                c.urgent(),
                c.submittedAt(),
                reopened ? null : c.startedOn(),
                reopened ? null : c.dueOn(),
                reopened ? null : c.daysLeft(),
                to.isEnd() ? now : null,
                to.outcome());
    }

    static CaseFile assigned(CaseFile c, @Nullable PersonNumber officer, @Nullable String officerName) {
        return noted(c, c.facts(), officer, officerName);
    }

    static CaseFile noted(CaseFile c, ObjectNode facts, @Nullable PersonNumber officer, @Nullable String officerName) {
        return with(c, facts, c.revision() + 1, officer, officerName, c.startedOn(), c.dueOn(), c.daysLeft());
    }

    static CaseFile due(
            CaseFile c, @Nullable LocalDate startedOn, @Nullable LocalDate dueOn, @Nullable Integer daysLeft) {
        return with(c, c.facts(), c.revision(), c.officer(), c.officerName(), startedOn, dueOn, daysLeft);
    }

    /** In the same state. Where it belongs is what the facts say, if they say it. */
    private static CaseFile with(
            CaseFile c,
            ObjectNode facts,
            int revision,
            @Nullable PersonNumber officer,
            @Nullable String officerName,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate dueOn,
            @Nullable Integer daysLeft) {
        String district = facts.path("district").asString("");
        return new CaseFile(
                c.number(),
                c.service(),
                c.version(),
                c.agency(),
                c.person(),
                c.personName(),
                c.actedBy(),
                c.form(),
                facts,
                c.state(),
                revision,
                officer,
                officerName,
                c.decidedBy(),
                district.isEmpty() ? c.district() : district,
                c.assurance(),
                c.language(),
                c.urgent(),
                c.submittedAt(),
                startedOn,
                dueOn,
                daysLeft,
                c.closedAt(),
                c.outcome());
    }
}
