package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.access.StepUp;
import bz.ceiba.platform.documents.DocumentClass;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Problem;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A service as its files declare it: {@code services/<system>/<service>/service.yaml} and {@code form.yaml}. A published
 * version never changes; a case lives and ends under the version with which it began.
 *
 * @param id {@code <system>.<service>}
 * @param version 1, 2, …
 * @param prefix two to four capital letters with which its case numbers begin
 * @param agency the agency that decides
 * @param title what it is called
 * @param summary what it is for, in one sentence
 * @param before what to have at hand before one starts
 * @param assurance how surely an applicant must be known
 * @param form the JSON Schema (2020-12) of what is asked, with texts under {@code x-title}, {@code x-hint},
 *     {@code x-options} and {@code x-errors}
 * @param pages the pages of the form in order
 * @param facts what systems may note about a case, by name, with its CEL type: bool, int or string
 * @param fee a CEL expression for the fee in cents, or null if there is none
 * @param feeHead a CEL expression for the name of the row of the fee schedule to which it belongs
 * @param paidBy the transition that a payment, or a fee of nothing, brings about
 * @param urgent a CEL expression that says whether the case goes first
 * @param deadline a CEL expression for the working days from the first running clock to the decision
 * @param startFee the row of the fee schedule from which a visitor is told the price
 * @param startDays the working days that a visitor is told
 * @param initial the state in which a case begins
 * @param path the usual way through the states, which the applicant sees ahead of him
 * @param states by name
 * @param transitions in the order in which an officer is offered them
 * @param submitted what the history says of the beginning
 * @param onSubmit what happens with the submission
 * @param forbid who may not decide a case besides the applicant himself
 * @param onBreach what happens when the deadline has passed, once for each deadline
 * @param escalateAfter after how many working days more an overdue case goes another level up
 * @param letters what officers may write to an applicant besides
 * @param issues the documents that it issues
 * @param matter what it is about, for who acts for somebody else; without one only those may apply whom nothing limits
 * @param companies whether it is for companies too
 * @param asksAbout the field with the number of an entry of the applicant's log: the case goes to the agency that acted in it, and who acted
 *     does not work on it; null for all other services
 * @param goesTo the field with the agency to which the case goes; null when it goes to the service's
 * @param bulk how many may be applied for in one list; 0 when each is applied for by itself
 * @param byOffice whether an office opens its cases about somebody, so that nobody applies for it
 */
public record ServiceDefinition(
        String id,
        int version,
        String prefix,
        String agency,
        LocalizedText title,
        LocalizedText summary,
        List<LocalizedText> before,
        Assurance assurance,
        JsonNode form,
        List<FormPage> pages,
        Map<String, String> facts,
        @Nullable String fee,
        @Nullable String feeHead,
        @Nullable String paidBy,
        @Nullable String urgent,
        String deadline,
        @Nullable String startFee,
        int startDays,
        String initial,
        List<String> path,
        Map<String, State> states,
        List<Transition> transitions,
        LocalizedText submitted,
        List<Effect> onSubmit,
        Set<Bar> forbid,
        List<Effect> onBreach,
        int escalateAfter,
        List<Letter> letters,
        List<Issued> issues,
        @Nullable Matter matter,
        boolean companies,
        @Nullable String asksAbout,
        @Nullable String goesTo,
        int bulk,
        boolean byOffice) {
    /** After how many working days an overdue case goes another level up when the definition does not say. */
    static final int ESCALATE_AFTER = 5;

    /** Why somebody may not decide a case. */
    public enum Bar {
        /** He is the applicant, or filled the form in for him. That is forbidden whether or not a definition says so. */
        @JsonProperty("self")
        SELF,
        /** The register of people has him as a relative of the applicant. */
        @JsonProperty("relative")
        RELATIVE,
        /** The applicant holds an office in the agency that decides. */
        @JsonProperty("colleague")
        COLLEAGUE
    }

    /**
     * A letter that officers need often.
     *
     * @param title as officers call it
     * @param subject with placeholders {@code {name}}, {@code {number}}, {@code {service}}, {@code {agency}}, {@code {due|date}}
     * @param text likewise, and with {@code {message}} for what the officer adds
     */
    public record Letter(String id, LocalizedText title, LocalizedText subject, LocalizedText text) {}

    /**
     * A document that the service issues.
     *
     * @param type as {@link bz.ceiba.platform.documents.IssueOrder} names it
     * @param documentClass how long its signature must be provable: {@code ordinary} or {@code long-term}
     * @param keep how long its content is kept from its last day of validity on (ISO 8601, {@code P10Y}); null for ever
     */
    public record Issued(
            String type,
            @JsonProperty("class") DocumentClass documentClass,
            @Nullable Period keep) {}

    /**
     * One page of the form.
     *
     * @param fields names of the form's properties
     * @param required those of them that must be answered
     * @param when a CEL expression over the form; the page is asked only when it is true
     */
    public record FormPage(
            String id,
            LocalizedText title,
            @Nullable LocalizedText hint,
            List<String> fields,
            List<String> required,
            @Nullable String when) {
        public FormPage {
            fields = List.copyOf(fields);
            required = required == null ? List.of() : List.copyOf(required);
        }
    }

    /** Whom a case waits for in a state. */
    public enum Waiting {
        @JsonProperty("applicant")
        APPLICANT,
        @JsonProperty("officer")
        OFFICER,
        @JsonProperty("system")
        SYSTEM,
        @JsonProperty("nobody")
        NOBODY
    }

    /** What the deadline's clock does in a state. */
    public enum DeadlineClock {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("stopped")
        STOPPED
    }

    /**
     * A state.
     *
     * @param title as officers call it
     * @param applicant what the applicant reads while the case is in it
     * @param next what the applicant has to do or will hear
     * @param outcome for an end: granted, refused, withdrawn, lapsed or revoked; null while the case is open
     */
    public record State(
            LocalizedText title,
            LocalizedText applicant,
            LocalizedText next,
            Waiting waiting,
            DeadlineClock clock,
            @Nullable String outcome) {
        public boolean isEnd() {
            return outcome != null;
        }
    }

    /** Who may bring a transition about. */
    public enum By {
        @JsonProperty("applicant")
        APPLICANT,
        /** An officer of the agency who is not the applicant. */
        @JsonProperty("officer")
        OFFICER,
        /** An officer of the agency who has not decided this case before. */
        @JsonProperty("other-officer")
        OTHER_OFFICER,
        @JsonProperty("supervisor")
        SUPERVISOR,
        @JsonProperty("system")
        SYSTEM,
        /** Time, after {@link Transition#after}. */
        @JsonProperty("timer")
        TIMER
    }

    /**
     * A way from one state to another.
     *
     * @param title what the button says, or what the history calls it
     * @param history what the applicant reads in the history, or null if he need not
     * @param guard a CEL expression over form, facts and the case that must be true
     * @param refusal what is said when the guard is false
     * @param input what must be typed for it, as the properties of a JSON Schema
     * @param decision whether it decides the case
     * @param after for a timer: calendar days in the state
     * @param confirm whether it takes effect only when a second officer confirms it
     * @param handsTo the agency that has the case from then on, or {@link #BACK} for the one to which it went at first; null when it stays
     */
    public record Transition(
            String id,
            Set<String> from,
            String to,
            By by,
            LocalizedText title,
            @Nullable LocalizedText history,
            @Nullable String guard,
            @Nullable LocalizedText refusal,
            @Nullable JsonNode input,
            List<String> inputRequired,
            boolean decision,
            boolean warning,
            @Nullable Integer after,
            boolean confirm,
            List<Effect> effects,
            @Nullable String handsTo) {
        /** Instead of an agency: the one to which the case went at first. */
        static final String BACK = "back";

        public Transition {
            from = Set.copyOf(from);
            inputRequired = inputRequired == null ? List.of() : List.copyOf(inputRequired);
            effects = effects == null ? List.of() : List.copyOf(effects);
        }
    }

    /** What a transition brings about besides the new state. */
    public enum EffectKind {
        /** Raises a bill over the fee. */
        @JsonProperty("bill")
        BILL,
        /** Cancels a bill nobody has paid. */
        @JsonProperty("cancel-bill")
        CANCEL_BILL,
        /** Gives back what was paid. */
        @JsonProperty("refund")
        REFUND,
        /** Revokes what the case has issued; the argument is the last word of a message key {@code documents.reason.*}. */
        @JsonProperty("revoke")
        REVOKE,
        /** Sends a notice; the argument is its template. */
        @JsonProperty("notify")
        NOTIFY,
        /** Runs a system's {@link CaseEffect} after the commit; the argument is its name. */
        @JsonProperty("run")
        RUN
    }

    /**
     * An effect.
     *
     * @param argument what the kind needs, or null
     */
    public record Effect(EffectKind kind, @Nullable String argument) {}

    public ServiceDefinition {
        before = before == null ? List.of() : List.copyOf(before);
        pages = List.copyOf(pages);
        facts = facts == null ? Map.of() : Map.copyOf(facts);
        path = List.copyOf(path);
        transitions = List.copyOf(transitions);
        onSubmit = onSubmit == null ? List.of() : List.copyOf(onSubmit);
        forbid = forbid == null ? Set.of(Bar.SELF) : Set.copyOf(forbid);
        onBreach = onBreach == null ? List.of() : List.copyOf(onBreach);
        escalateAfter = escalateAfter == 0 ? ESCALATE_AFTER : escalateAfter;
        letters = letters == null ? List.of() : List.copyOf(letters);
        issues = issues == null ? List.of() : List.copyOf(issues);
    }

    /** What it is about, for who acts for somebody else. */
    public Matter about() {
        return matter == null ? Matter.ALL : matter;
    }

    /**
     * What he acts for another by must cover what the service is about.
     *
     * @throws Problem FORBIDDEN
     */
    void requireMatter(Actor actor) {
        Actor.Represented represented = actor.actingFor();
        if (represented != null && represented.isCompany() && !companies) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.no-companies");
        }
        if (!actor.mayIn(about())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.matter-" + about().id());
        }
    }

    /**
     * Refuses who is not known surely enough, and says where he shows more.
     *
     * @param back the page of ours to which he comes back
     */
    void requireAssurance(Actor actor, String back) {
        if (!actor.assurance().reaches(assurance)) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN,
                    "cases.problem.assurance",
                    Map.of(Problem.LINK, StepUp.address(assurance, back)));
        }
    }

    /**
     * @throws IllegalStateException when a case is in a state that its version does not have
     */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException(id + " version " + version + " has no state '" + name + "'");
        }
        return state;
    }

    public Optional<Transition> transition(String name) {
        return transitions.stream().filter(t -> t.id().equals(name)).findFirst();
    }

    /** How something that the history keeps of a step reads: a transition by its title, all else as it is. */
    public String said(String name, String value, Locale locale) {
        return name.equals("transition")
                ? transition(value).map(t -> t.title().in(locale)).orElse(value)
                : value;
    }

    /**
     * What was chosen for a transition and the applicant reads ({@code x-shown}), such as the ground of a refusal; empty when there is nothing.
     */
    public String chosen(String transition, JsonNode input, Locale locale) {
        JsonNode asked = transition(transition).map(Transition::input).orElse(null);
        if (asked == null) {
            return "";
        }
        return asked.propertyStream()
                .filter(field -> field.getValue().path("x-shown").asBoolean(false))
                .map(field -> Form.localized(
                        field.getValue()
                                .path("x-options")
                                .path(input.path(field.getKey()).asString("")),
                        locale))
                .filter(text -> !text.isEmpty())
                .collect(java.util.stream.Collectors.joining(". "));
    }

    /** The ways out of a state. */
    public List<Transition> from(String state) {
        return transitions.stream().filter(t -> t.from().contains(state)).toList();
    }

    /** The transition that time brings about from a state: the one whose time is over first. */
    Optional<Transition> timer(String state) {
        return from(state).stream()
                .filter(t -> t.by() == By.TIMER && t.after() != null)
                .min(java.util.Comparator.comparing(Transition::after));
    }

    public Optional<Letter> letter(String name) {
        return letters.stream().filter(l -> l.id().equals(name)).findFirst();
    }

    /** How long the signature of a document of that type must be provable; ordinary when the definition does not say. */
    public DocumentClass classOf(String type) {
        return issues.stream()
                .filter(issued -> issued.type().equals(type))
                .map(Issued::documentClass)
                .findFirst()
                .orElse(DocumentClass.ORDINARY);
    }

    /** How one answer of a choice reads; the answer itself when the form does not offer it. */
    public String option(String field, String answer, Locale locale) {
        String text = Form.localized(field(field).path("x-options").path(answer), locale);
        return text.isEmpty() ? answer : text;
    }

    /** The form's property of that name, as JSON Schema. */
    public JsonNode field(String name) {
        return form.path("properties").path(name);
    }
}
