package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may do what with a case. */
@Component
class CaseAccess {
    private final Services services;
    private final Bars bars;
    private final AskedEntries asked;
    private final Delegations delegations;
    private final Escalations escalations;
    private final CaseFiles files;
    private final Country country;

    CaseAccess(
            Services services,
            Bars bars,
            AskedEntries asked,
            Delegations delegations,
            Escalations escalations,
            CaseFiles files,
            Country country) {
        this.services = services;
        this.bars = bars;
        this.asked = asked;
        this.delegations = delegations;
        this.escalations = escalations;
        this.files = files;
        this.country = country;
    }

    /** Whether the transition's guard lets it happen now. */
    boolean open(CaseFile file, Transition transition) {
        String guard = transition.guard();
        return guard == null || services.expressions(services.of(file)).test(guard, file.form(), file.facts(), file);
    }

    /** What an actor may do now with a case, in the definition's order. */
    List<Transition> offered(Actor actor, CaseFile file) {
        if (file.isErased()) {
            return List.of();
        }
        return services.of(file).from(file.state()).stream()
                .filter(t -> t.by() != By.SYSTEM && t.by() != By.TIMER)
                .filter(t -> refusal(actor, file, t).isEmpty())
                .toList();
    }

    /** Whether an officer may open the case: one of its agency, or a supervisor above to whom it has come. */
    boolean reads(Actor actor, CaseFile file) {
        return actor.holds(Role.OFFICER, file.agency())
                || actor.holds(Role.SUPERVISOR, file.agency())
                || comesFromBelow(actor, file);
    }

    /** Whether he may work on the case as an officer of its agency does. */
    boolean works(Actor actor, CaseFile file) {
        return refusedOfficer(actor, file, Role.OFFICER).isEmpty();
    }

    /** Whether he may give the case to others. */
    boolean supervises(Actor actor, CaseFile file) {
        return refusedOfficer(actor, file, Role.SUPERVISOR).isEmpty();
    }

    void requireAllowed(Actor actor, CaseFile file, Transition transition) {
        refusal(actor, file, transition).ifPresent(key -> {
            throw new Problem(Problem.Kind.FORBIDDEN, key);
        });
    }

    void requireOfficer(Actor actor, CaseFile file, Role role) {
        refusedOfficer(actor, file, role).ifPresent(key -> {
            throw new Problem(Problem.Kind.FORBIDDEN, key);
        });
    }

    /**
     * The case must be nobody's, the officer's own, or that of a colleague on leave for whom he stands in.
     *
     * @return the colleague for whom he stands in, if that is why
     * @throws Problem CONFLICT when a colleague has it
     */
    Optional<Delegations.StandIn> requireHolder(Actor officer, CaseFile file) {
        PersonNumber holder = file.officer();
        if (holder == null || holder.equals(officer.person())) {
            return Optional.empty();
        }
        return Optional.of(delegations
                .standIn(officer.person(), holder, file.agency())
                .orElseThrow(() -> new Problem(
                        Problem.Kind.CONFLICT,
                        "cases.problem.claimed",
                        Map.of("officer", String.valueOf(file.officerName())))));
    }

    /** Whether he may work on a case that is nobody's, his, or that of one for whom he stands in. */
    boolean holds(Actor officer, CaseFile file) {
        PersonNumber holder = file.officer();
        return holder != null
                && (holder.equals(officer.person())
                        || delegations
                                .standIn(officer.person(), holder, file.agency())
                                .isPresent());
    }

    private Optional<String> refusal(Actor actor, CaseFile file, Transition transition) {
        return switch (transition.by()) {
            case APPLICANT ->
                file.person().equals(actor.subject())
                                && actor.mayIn(services.of(file).about())
                        ? Optional.empty()
                        : Optional.of("cases.problem.not-yours");
            case OFFICER -> refusedOfficer(actor, file, Role.OFFICER);
            case OTHER_OFFICER ->
                hasDecided(actor, file)
                        ? Optional.of("cases.problem.decided-by-you")
                        : refusedOfficer(actor, file, Role.OFFICER);
            case SUPERVISOR -> refusedOfficer(actor, file, Role.SUPERVISOR);
            case SYSTEM, TIMER -> Optional.of("cases.problem.not-yours");
        };
    }

    /** The one who decided it last, the second one who confirmed that, and whoever stands in for either. */
    private boolean hasDecided(Actor actor, CaseFile file) {
        List<PersonNumber> deciders = new ArrayList<>();
        Optional.ofNullable(file.decidedBy()).ifPresent(deciders::add);
        files.lastProposer(file.number()).ifPresent(deciders::add);
        PersonNumber holder = file.officer();
        return deciders.contains(actor.person())
                || (holder != null
                        && deciders.contains(holder)
                        && delegations
                                .standIn(actor.person(), holder, file.agency())
                                .isPresent());
    }

    private Optional<String> refusedOfficer(Actor actor, CaseFile file, Role role) {
        boolean above = comesFromBelow(actor, file);
        if (!actor.assurance().reaches(Assurance.SUBSTANTIAL) || (!actor.holds(role, file.agency()) && !above)) {
            return Optional.of("cases.problem.not-officer");
        }
        if (concerns(file, actor.person())) {
            return Optional.of("cases.problem.own-case");
        }
        if (asked.isHisOwn(actor, file)) {
            return Optional.of("cases.problem.own-look");
        }
        if (bars.hasDecidedBefore(actor, file)) {
            return Optional.of("cases.problem.decided-before");
        }
        if (bars.isColleaguesCase(file)) {
            return above ? Optional.empty() : Optional.of("cases.problem.colleague");
        }
        return actor.holds(role, file.agency()) || role == Role.SUPERVISOR
                ? Optional.empty()
                : Optional.of("cases.problem.not-officer");
    }

    /**
     * Whether the actor supervises an agency above, and the case has come to it: because it is overdue, or because nobody
     * in its own agency may decide it.
     */
    private boolean comesFromBelow(Actor actor, CaseFile file) {
        List<String> mine = country.above(file.agency()).stream()
                .filter(agency -> actor.holds(Role.SUPERVISOR, agency))
                .toList();
        return !mine.isEmpty() && (escalations.reached(file.number(), mine) || bars.isColleaguesCase(file));
    }

    /** Whether the person applied, or filled the form in for the applicant. */
    static boolean concerns(CaseFile file, PersonNumber person) {
        return person.equals(file.person()) || person.equals(file.actedBy());
    }
}
