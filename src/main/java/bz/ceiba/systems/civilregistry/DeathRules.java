package bz.ceiba.systems.civilregistry;

import static bz.ceiba.systems.civilregistry.Field.*;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deaths: the fields of their entries, and what the law says of them. Of what somebody died is told by doctors and coroners and never
 * asked of the family; what was no natural death, or was not seen by anybody, is not entered without a coroner's order.
 */
@Component
class DeathRules implements EventRules {
    private static final String NATURAL = "natural";
    private static final String NEEDED = "needed";

    private static final Set<Field> NEVER_EMPTY = Set.of(DIED_ON, SEX);
    private static final Set<Field> WHO =
            Set.of(DEAD_GIVEN, DEAD_MIDDLE, DEAD_FAMILY, DEAD_NUMBER, DEAD_PAPER, DEAD_BORN_ON, AGE, SEX);

    /** Only those whose task it is say these; the last word is the coroner's. */
    private static final List<Field> CERTIFIED_CAUSE = List.of(CAUSE_CODE, CAUSE, CAUSE_BY);

    private static final List<Field> OF_THE_DEAD = List.of(
            DEAD_GIVEN,
            DEAD_MIDDLE,
            DEAD_FAMILY,
            DEAD_NUMBER,
            DEAD_PAPER,
            DEAD_BORN_ON,
            AGE,
            SEX,
            DIED_ON,
            DIED_ON_BY,
            DIED_AT,
            FACILITY,
            DISTRICT,
            TOWN,
            COUNTRY);

    private static final List<Field> NOTIFIED = joined(
            OF_THE_DEAD,
            List.of(
                    HOME_DISTRICT,
                    HOME_TOWN,
                    FOUND_ON,
                    FOUND_AT,
                    FOUND_BY,
                    DESCRIPTION,
                    MANNER,
                    CAUSE_CODE,
                    CAUSE,
                    CAUSE_BY,
                    CORONER_ORDER));

    private static final List<Field> ANNOTATED = joined(
            OF_THE_DEAD,
            List.of(
                    HOME_DISTRICT,
                    HOME_TOWN,
                    MARITAL,
                    OCCUPATION,
                    SURVIVOR_NAME,
                    SURVIVOR_NUMBER,
                    MOTHER_NAME,
                    FATHER_NAME,
                    FOUND_ON,
                    FOUND_AT,
                    FOUND_BY,
                    DESCRIPTION,
                    CAUSE_CODE,
                    CAUSE,
                    CAUSE_BY,
                    MANNER,
                    CORONER_ORDER));

    private static final List<Field> CERTIFIED = List.of(
            SEX,
            DEAD_BORN_ON,
            AGE,
            DIED_ON,
            DIED_ON_BY,
            DIED_AT,
            FACILITY,
            TOWN,
            DISTRICT,
            COUNTRY,
            HOME_TOWN,
            HOME_DISTRICT,
            MARITAL,
            OCCUPATION,
            SURVIVOR_NAME,
            MOTHER_NAME,
            FATHER_NAME,
            FOUND_ON,
            FOUND_AT,
            DESCRIPTION,
            OLD_BOOK);

    private final RegistryRules limits;
    private final PublishEvents publish;
    private final Notifications notifications;
    private final NumberChecks checks;
    private final Cases cases;
    private final Exchange exchange;
    private final JsonMapper json;

    DeathRules(
            RegistryRules limits,
            PublishEvents publish,
            Notifications notifications,
            NumberChecks checks,
            Cases cases,
            Exchange exchange,
            JsonMapper json) {
        this.limits = limits;
        this.publish = publish;
        this.notifications = notifications;
        this.checks = checks;
        this.cases = cases;
        this.exchange = exchange;
        this.json = json;
    }

    private static List<Field> joined(List<Field> some, List<Field> more) {
        List<Field> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    @Override
    public VitalEvent event() {
        return VitalEvent.DEATH;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return switch (kind) {
            case BODY -> List.of(DIED_ON, SEX, DISTRICT, TOWN, FOUND_ON, FOUND_AT);
            case ABROAD -> List.of(DEAD_GIVEN, DEAD_FAMILY, SEX, DIED_ON, COUNTRY);
            case DEATH, LIVE, STILLBIRTH, FOUNDLING, MARRIAGE, DIVORCE, NULLITY, ADOPTION ->
                List.of(DEAD_GIVEN, DEAD_FAMILY, SEX, DIED_ON, DISTRICT, TOWN);
        };
    }

    @Override
    public List<Field> annotated() {
        return ANNOTATED;
    }

    @Override
    public List<Field> certified(Facts today) {
        return CERTIFIED.stream()
                // What is known exactly is not said twice.
                .filter(field -> field != AGE || !today.has(DEAD_BORN_ON))
                .filter(field -> field != DIED_ON_BY || !today.get(DIED_ON_BY).equals("known"))
                .toList();
    }

    @Override
    public List<Field> transcribed() {
        return List.of(OLD_NUMBER, DEAD_GIVEN, DEAD_MIDDLE, DEAD_FAMILY, SEX, AGE, DIED_ON, DISTRICT, TOWN);
    }

    @Override
    public List<Ground> grounds() {
        return List.of(Ground.CLERICAL, Ground.CAUSE_CERTIFIED, Ground.IDENTIFIED, Ground.COURT_ORDER);
    }

    @Override
    public Optional<Likeness.Alike> alike(Facts one, Facts other) {
        return DeathLikeness.of(one, other);
    }

    /** Nobody dies twice. */
    @Override
    public boolean same(Facts notified, Facts entered) {
        return notified.person(DEAD_NUMBER).isPresent()
                && notified.person(DEAD_NUMBER).equals(entered.person(DEAD_NUMBER));
    }

    /** What a coroner or the police say counts at once in an application that is being reviewed. */
    @Override
    public void heard(Notifications.Notified notified) {
        notified.facts().person(DEAD_NUMBER).ifPresent(dead -> checks.casesOf(Party.DEAD, dead)
                .forEach(number -> cases.find(number)
                        .filter(file -> file.state().equals("review"))
                        .ifPresent(file -> {
                            ObjectNode noted = json.createObjectNode();
                            Facts written = checks.trusted(number, Facts.ofForm(file.form()));
                            noteCoroner(file, applied(file, written, of(file, written)), noted);
                            if (!noted.path("coroner").equals(file.facts().path("coroner"))
                                    || !noted.path("cause").equals(file.facts().path("cause"))) {
                                cases.noteBySystem(number, noted);
                            }
                        })));
    }

    private List<Notifications.Notified> of(CaseFile file, Facts written) {
        return notifications.of(
                event(), written, file.form().path("notification").asString(""));
    }

    @Override
    public Facts applied(CaseFile file, Facts written, List<Notifications.Notified> notified) {
        Facts facts = written;
        for (Field field : List.of(MANNER, CAUSE_CODE, CAUSE, CAUSE_BY, CORONER_ORDER)) {
            // No family says these, whatever its form holds.
            facts = facts.with(field, null);
        }
        boolean coroner = false;
        for (Notifications.Notified one : notified) {
            Facts told = one.facts();
            boolean ordered = told.has(CORONER_ORDER);
            boolean violent = told.has(MANNER) && !told.get(MANNER).equals(NATURAL);
            if (ordered || (!coroner && (violent || !facts.has(MANNER)))) {
                facts = facts.taking(MANNER, told);
            }
            if (ordered || !coroner) {
                for (Field field : CERTIFIED_CAUSE) {
                    facts = facts.taking(field, told);
                }
            }
            facts = facts.taking(CORONER_ORDER, told);
            coroner |= ordered;
        }
        String order = file.facts().path("order").asString("");
        return order.isEmpty() || facts.has(CORONER_ORDER) ? facts : facts.with(CORONER_ORDER, order);
    }

    /** Whether the manner of the death is not known to be natural: it was told, or nobody knew who died or of what. */
    private boolean isForCoroner(CaseFile file, Facts facts, List<Notifications.Notified> notified) {
        String kind = file.form().path("kind").asString("");
        if (kind.equals(Kind.ABROAD.word())) {
            return false;
        }
        return kind.equals(Kind.BODY.word())
                || !file.form().path("circumstances").asString("").equals("illness")
                || (facts.has(MANNER) && !facts.get(MANNER).equals(NATURAL))
                || notified.stream().anyMatch(one -> limits.isForCoroner(one.sender()));
    }

    private boolean noteCoroner(CaseFile file, Facts facts, ObjectNode noted) {
        Facts written = checks.trusted(file.number(), Facts.ofForm(file.form()));
        boolean needed = isForCoroner(file, facts, of(file, written));
        boolean given = facts.has(CORONER_ORDER);
        noted.put("coroner", given ? "given" : needed ? NEEDED : "none");
        noted.put("cause", facts.has(CAUSE_CODE) || facts.has(CAUSE) ? "certified" : "missing");
        return given || !needed;
    }

    @Override
    public String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted) {
        noteCoroner(file, facts, noted);
        return "compared";
    }

    @Override
    public boolean ready(CaseFile file, Facts facts, ObjectNode noted) {
        return noteCoroner(file, facts, noted);
    }

    @Override
    public String registered(CaseFile file, Entry entry) {
        publish.death(entry);
        return "registered";
    }

    /** Besides those in the entry: who informed, and the relatives of the dead that the register of people knows. */
    @Override
    public boolean mayHave(CaseFile file, Entry entry) {
        PersonNumber person = file.person();
        return entry.concerns(person)
                || entry.today().person(INFORMANT_NUMBER).equals(Optional.of(person))
                || entry.today()
                        .person(DEAD_NUMBER)
                        .filter(dead -> isRelative(file, person, dead))
                        .isPresent();
    }

    private boolean isRelative(CaseFile file, PersonNumber person, PersonNumber dead) {
        return exchange.ask(new Question(
                        "identity.relation",
                        file.agency(),
                        event().word(),
                        file.number(),
                        person,
                        AuditEntry.SYSTEM,
                        null,
                        Map.of("other", dead.digits())))
                .path("related")
                .asBoolean(false);
    }

    @Override
    public Optional<String> refused(Entry entry, Ground ground, Change change) {
        Field field = change.field();
        if (change.now() == null && NEVER_EMPTY.contains(field)) {
            return Optional.of("never-empty");
        }
        boolean cause = field.isGuarded() || field == CORONER_ORDER;
        return switch (ground) {
            case CLERICAL -> cause ? Optional.of("cause-ground") : Optional.empty();
            case CAUSE_CERTIFIED -> cause ? Optional.empty() : Optional.of("only-cause");
            case IDENTIFIED ->
                entry.kind() == Kind.BODY && WHO.contains(field) ? Optional.empty() : Optional.of("only-body");
            case COURT_ORDER -> Optional.empty();
            case NAME_GIVEN, FATHER_DECLARED, FATHER_BY_COURT, ANNULLED, NAME_CHANGED, DIVORCED, NULLIFIED ->
                Optional.of("other-ground");
        };
    }

    /** Somebody whose number became known later is told of then, and one whose number it was not is alive again. */
    @Override
    public void annotated(Entry now, List<Change> changes) {
        changes.stream()
                .flatMap(change -> PublishEvents.before(change).stream())
                .forEach(other -> publish.annulled(now, other));
        if (changes.stream().anyMatch(change -> change.field() == DEAD_NUMBER)) {
            publish.death(now);
        }
    }

    @Override
    public void annulled(Entry now, @Nullable Annulled birth) {
        now.today().person(DEAD_NUMBER).ifPresent(alive -> publish.annulled(now, alive));
    }
}
