package bz.ceiba.systems.civilregistry;

import static bz.ceiba.systems.civilregistry.Field.*;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Births: the fields of their entries, and what the law says of them. */
@Component
class BirthRules implements EventRules {
    private static final Set<Field> NAMES = Set.of(CHILD_GIVEN, CHILD_MIDDLE, CHILD_FAMILY);
    private static final Set<Field> NEVER_EMPTY = Set.of(SEX, BORN_ON, DISTRICT, TOWN);
    private static final Set<Field> FATHER =
            Set.of(FATHER_BY, FATHER_NAME, FATHER_NUMBER, FATHER_PAPER, Field.COURT_ORDER);

    private static final List<Field> NOTIFIED = List.of(
            BORN_ON,
            BORN_AT,
            SEX,
            FACILITY,
            DISTRICT,
            TOWN,
            PLURALITY,
            BIRTH_ORDER,
            WEIGHT,
            ATTENDED_BY,
            MOTHER_NAME,
            MOTHER_NUMBER,
            MOTHER_PAPER,
            FOUND_ON,
            FOUND_AT,
            FOUND_BY);

    /** Of an entry on which somebody would have to look twice, nothing: how the father came to be entered, and who informed. */
    private static final List<Field> CERTIFIED = List.of(
            SEX,
            BORN_ON,
            BORN_AT,
            FACILITY,
            TOWN,
            DISTRICT,
            PLURALITY,
            BIRTH_ORDER,
            MOTHER_NAME,
            FATHER_NAME,
            OLD_BOOK);

    /** Who informed, on what evidence and where the child lived then was as it was. */
    private static final List<Field> ANNOTATED = List.of(
            CHILD_GIVEN,
            CHILD_MIDDLE,
            CHILD_FAMILY,
            SEX,
            BORN_ON,
            BORN_AT,
            FACILITY,
            DISTRICT,
            TOWN,
            PLURALITY,
            BIRTH_ORDER,
            WEIGHT,
            ATTENDED_BY,
            MOTHER_NAME,
            MOTHER_NUMBER,
            MOTHER_PAPER,
            MOTHER_BORN_ON,
            FATHER_BY,
            FATHER_NAME,
            FATHER_NUMBER,
            FATHER_PAPER,
            Field.COURT_ORDER,
            FOUND_ON,
            FOUND_AT,
            FOUND_BY);

    private final RegistryRules rules;
    private final NumberChecks checks;
    private final Tellings tellings;
    private final Entries entries;
    private final PublishEvents publish;
    private final Notices notices;
    private final Clock clock;
    private final String baseUrl;

    BirthRules(
            RegistryRules rules,
            NumberChecks checks,
            Tellings tellings,
            Entries entries,
            PublishEvents publish,
            Notices notices,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.rules = rules;
        this.checks = checks;
        this.tellings = tellings;
        this.entries = entries;
        this.publish = publish;
        this.notices = notices;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    @Override
    public VitalEvent event() {
        return VitalEvent.BIRTH;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return kind == Kind.FOUNDLING
                ? List.of(BORN_ON, DISTRICT, TOWN, FOUND_ON, FOUND_AT, FOUND_BY)
                : List.of(BORN_ON, DISTRICT, TOWN, MOTHER_NAME);
    }

    @Override
    public List<Field> annotated() {
        return ANNOTATED;
    }

    @Override
    public List<Field> certified(Facts today) {
        return CERTIFIED.stream()
                .filter(field -> today.isMultiple() || (field != PLURALITY && field != BIRTH_ORDER))
                .toList();
    }

    @Override
    public List<Field> transcribed() {
        return List.of(
                OLD_NUMBER,
                CHILD_GIVEN,
                CHILD_MIDDLE,
                CHILD_FAMILY,
                SEX,
                BORN_ON,
                DISTRICT,
                TOWN,
                MOTHER_NAME,
                FATHER_NAME);
    }

    @Override
    public List<Ground> grounds() {
        return List.of(
                Ground.CLERICAL, Ground.NAME_GIVEN, Ground.FATHER_DECLARED, Ground.FATHER_BY_COURT, Ground.COURT_ORDER);
    }

    /** The mother's day of birth is the register's, if she has a number there; nobody is asked for it. */
    @Override
    public Facts applied(CaseFile file, Facts written, List<Notifications.Notified> notified) {
        return checks.of(file.number()).stream()
                .filter(check -> check.field() == MOTHER_NUMBER && check.alike() && written.has(MOTHER_NUMBER))
                .findFirst()
                .map(check -> written.with(MOTHER_BORN_ON, check.bornOn()))
                .orElse(written);
    }

    @Override
    public Optional<Likeness.Alike> alike(Facts one, Facts other) {
        return Likeness.of(one, other);
    }

    /** Of the same mother's child on that day. */
    @Override
    public boolean same(Facts notified, Facts entered) {
        return notified.person(MOTHER_NUMBER).isPresent()
                && notified.person(MOTHER_NUMBER).equals(entered.person(MOTHER_NUMBER))
                && notified.bornOn().equals(entered.bornOn())
                && notified.birthOrder() == entered.birthOrder();
    }

    /** Tells the mother, so that she need not know that there is something to do; one whose child was stillborn is left in peace. */
    @Override
    public void heard(Notifications.Notified notified) {
        Optional<PersonNumber> mother = notified.facts().person(MOTHER_NUMBER);
        if (mother.isPresent()
                && notified.kind() == Kind.LIVE
                && notified.entry().isEmpty()) {
            notices.send(new Notice(
                    "civilregistry/" + notified.text(),
                    mother.get(),
                    "civilregistry.notice.notified",
                    Map.of(
                            "until",
                            rules.ordinaryUntil(notified.kind(), notified.facts())
                                    .toString(),
                            "link",
                            baseUrl + ChildrenController.PATH),
                    null));
        }
    }

    /** One that is registered and sealed is as any other that is registered already, and nobody learns more of it. */
    @Override
    public boolean ready(CaseFile file, Facts facts, ObjectNode noted) {
        if (!entries.isSealed(facts)) {
            return true;
        }
        noted.put("duplicates", noted.path("duplicates").asInt() + 1);
        return false;
    }

    /** Nobody pays for a child that was stillborn or found. */
    @Override
    public String received(CaseFile file, Timing timing, Facts facts, ObjectNode noted) {
        boolean live = file.form().path("kind").asString("").equals(Kind.LIVE.word());
        return timing != Timing.ORDINARY && live ? "owes" : "in-time";
    }

    @Override
    public String registered(CaseFile file, Entry entry) {
        if (entry.today().get(CAPACITY).equals("self")) {
            // He is in the register of people already, or he could not have applied.
            entries.setChild(entry.reference(), file.person());
        } else if (entry.kind() != Kind.STILLBIRTH) {
            tellings.birth(entry);
        }
        return entry.kind() == Kind.STILLBIRTH ? "registered-stillbirth" : "registered";
    }

    @Override
    public Optional<String> refused(Entry entry, Ground ground, Change change) {
        Facts today = entry.today();
        Field field = change.field();
        if (change.now() == null && NEVER_EMPTY.contains(field)) {
            return Optional.of("never-empty");
        }
        boolean father = today.has(FATHER_NAME);
        boolean firstName = NAMES.contains(field) && !today.has(CHILD_GIVEN);
        LocalDate registered = LocalDate.ofInstant(entry.registeredAt(), Country.ZONE);
        return switch (ground) {
            case CLERICAL ->
                firstName
                        ? Optional.of("name-first")
                        : FATHER.contains(field) && !father ? Optional.of("father-first") : Optional.empty();
            case NAME_GIVEN ->
                !firstName
                        ? Optional.of("only-name")
                        : Country.today(clock).isAfter(rules.nameUntil(registered))
                                ? Optional.of("name-late")
                                : Optional.empty();
            case FATHER_DECLARED, FATHER_BY_COURT ->
                father || (!FATHER.contains(field) && field != CHILD_FAMILY)
                        ? Optional.of("only-father")
                        : Optional.empty();
            case COURT_ORDER -> Optional.empty();
            case CAUSE_CERTIFIED, IDENTIFIED, ANNULLED, NAME_CHANGED, DIVORCED, NULLIFIED ->
                Optional.of("other-ground");
        };
    }

    @Override
    public void annulled(Entry now, @Nullable Annulled birth) {
        Optional.ofNullable(now.child()).ifPresent(child -> publish.annulled(now, child));
        // Who had a number before, keeps it.
        if (tellings.hasBirth(now.reference())) {
            Annulled why = Objects.requireNonNull(birth);
            Reference stays = why.stays();
            tellings.numberEnd(
                    now,
                    why.cause(),
                    stays == null ? null : entries.find(stays).map(Entry::child).orElse(null));
        }
    }

    @Override
    public void annotated(Entry now, List<Change> changes) {
        // Who is in an old book has long had a number, or died without one.
        if (now.kind() == Kind.STILLBIRTH || now.registered().has(OLD_BOOK)) {
            return;
        }
        boolean known = now.child() != null || tellings.hasBirth(now.reference());
        if (!known) {
            tellings.birth(now);
        } else if (changes.stream().anyMatch(change -> NAMES.contains(change.field()))
                && now.today().isNamed()) {
            tellings.name(now);
        }
    }
}
