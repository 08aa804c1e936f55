package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The register at the officers' desk: search, open and annotate entries. */
@Controller
class EntryController {
    static final String PATH = "/civilregistry/register";
    private static final int LAST_YEAR = 9_999;

    private final Entries entries;
    private final OldBooks books;
    private final Notifications notifications;
    private final Certificates certificates;
    private final Documents documents;
    private final Tellings tellings;
    private final Annotate annotate;
    private final Annulments annulments;
    private final EntryAccess access;
    private final RulesOfEvents rules;
    private final FieldViews fields;
    private final FieldRules words;
    private final Reads reads;
    private final Audit audit;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final Clock clock;

    EntryController(
            Entries entries,
            OldBooks books,
            Notifications notifications,
            Certificates certificates,
            Documents documents,
            Tellings tellings,
            Annotate annotate,
            Annulments annulments,
            EntryAccess access,
            RulesOfEvents rules,
            FieldViews fields,
            FieldRules words,
            Reads reads,
            Audit audit,
            Messages messages,
            TransactionTemplate transaction,
            Clock clock) {
        this.entries = entries;
        this.books = books;
        this.notifications = notifications;
        this.certificates = certificates;
        this.documents = documents;
        this.tellings = tellings;
        this.annotate = annotate;
        this.annulments = annulments;
        this.access = access;
        this.rules = rules;
        this.fields = fields;
        this.words = words;
        this.reads = reads;
        this.audit = audit;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html search(@RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        EntryAccess.requireDesk(actor);
        String reference = typed.getOrDefault("reference", "").strip();
        String number = typed.getOrDefault("number", "").strip();
        String name = typed.getOrDefault("name", "").strip();
        String day = typed.getOrDefault("day", "").strip();
        Map<String, String> errors = new LinkedHashMap<>();
        List<Entry> found = new ArrayList<>();
        List<OldBooks.OldEntry> old = new ArrayList<>();
        String by = "none";
        if (!reference.isEmpty()) {
            by = "reference";
            Reference.parse(reference)
                    .ifPresentOrElse(
                            one -> entries.find(one).ifPresentOrElse(found::add, () -> books.find(one)
                                    .ifPresent(old::add)),
                            () -> errors.put(
                                    "reference", messages.text(locale, "civilregistry.register.reference-wrong")));
        } else if (!number.isEmpty()) {
            by = "number";
            PersonNumber.parse(number)
                    .ifPresentOrElse(
                            one -> found.addAll(entries.of(one)),
                            () -> errors.put("number", messages.text(locale, "civilregistry.fault.person")));
        } else if (!name.isEmpty() && name.length() <= 120) {
            by = "name";
            found.addAll(entries.named(name));
            old.addAll(books.named(name));
        } else if (!day.isEmpty()) {
            by = "day";
            date(day)
                    .ifPresentOrElse(
                            one -> {
                                found.addAll(entries.on(one));
                                old.addAll(books.on(one));
                            },
                            () -> errors.put("day", messages.text(locale, "civilregistry.fault.date")));
        }
        found.removeIf(entry -> !EntryAccess.mayRead(actor, entry));
        reads.search(actor, by, PersonNumber.parse(number).orElse(null), found.size() + old.size());
        return Html.of("civilregistry/register")
                .with("values", typed)
                .with("asked", !by.equals("none"))
                .with("found", found)
                .with(
                        "old",
                        old.stream()
                                .filter(one -> entries.find(one.reference()).isEmpty())
                                .map(one -> new OldFound(
                                        one.reference(),
                                        one.facts().names(one.kind().event()),
                                        one.facts().on(one.kind().event()),
                                        one.facts().get(Field.OLD_BOOK),
                                        one.page() + "/" + one.line()))
                                .toList())
                .errors(errors);
    }

    private static Optional<LocalDate> date(String typed) {
        try {
            // One outside of what the register can hold is none.
            return Optional.of(LocalDate.parse(typed)).filter(day -> day.getYear() > 0 && day.getYear() <= LAST_YEAR);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{book}/{number}")
    Html open(@PathVariable String book, @PathVariable int number, Actor actor) {
        Entry entry = access.forDesk(actor, book, number);
        reads.entry(actor, entry, null);
        List<IssuedDocument> issued = certificates.of(entry.reference()).stream()
                .flatMap(one -> Optional.ofNullable(one.document()).flatMap(documents::find).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        documents.findByKey(IssueBurialPermit.key(entry)).ifPresent(issued::add);
        return Html.of("civilregistry/entry")
                .with("entry", entry)
                .with("words", words)
                .with("certificates", issued)
                .with("tellings", tellings.of(entry.reference()))
                .with(
                        "notifications",
                        notifications.of(entry.reference()).stream()
                                .map(Notifications.Notified::text)
                                .toList())
                .with(
                        "annotates",
                        EntryAccess.isRegistrar(actor)
                                && !rules.of(entry.event()).annotated().isEmpty())
                .with("annulment", annulments.of(entry.reference()).isPresent());
    }

    /** Of what somebody died: for a registrar who asks, and the log says that he did. */
    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @PostMapping(PATH + "/{book}/{number}/cause")
    Html cause(@PathVariable String book, @PathVariable int number, Actor actor) {
        Entry entry = access.forRegistrar(actor, book, number);
        reads.guarded(actor, entry);
        return Html.of("civilregistry/cause").with("entry", entry).with("words", words);
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{book}/{number}/annotate")
    Html ask(@PathVariable String book, @PathVariable int number, Actor actor, Locale locale) {
        Entry entry = access.forRegistrar(actor, book, number);
        reads.entry(actor, entry, null);
        if (entry.today().fields().stream().anyMatch(Field::isGuarded)) {
            // The form shows them, to be corrected.
            reads.guarded(actor, entry);
        }
        return form(entry, fields.of(rules.of(entry.event()).annotated(), entry.today(), locale), Map.of(), Map.of());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{book}/{number}/annotate")
    Object note(
            @PathVariable String book,
            @PathVariable int number,
            @RequestParam(defaultValue = "-1") int seen,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        Entry entry = access.forRegistrar(actor, book, number);
        List<Field> annotated = rules.of(entry.event()).annotated();
        FieldViews.Typed typed = fields.read(annotated, posted, Country.today(clock), locale);
        Typed said = OfficersText.typed(posted, messages, locale);
        Optional<Ground> ground = said.choice("ground", Ground.class, "annotate.ground-missing");
        if (ground.filter(rules.of(entry.event()).grounds()::contains).isEmpty()) {
            said.wrong("ground", "annotate.ground-missing");
        }
        String why = OfficersText.why(said);
        String evidence = OfficersText.evidence(said);
        Map<String, String> errors = new LinkedHashMap<>(typed.errors());
        errors.putAll(said.errors());
        List<Change> changes = changes(annotated, entry.today(), typed.facts());
        if (typed.errors().isEmpty() && changes.isEmpty()) {
            errors.put(annotated.getFirst().form(), messages.text(locale, "civilregistry.annotate.nothing"));
        }
        List<FieldView> views = fields.of(annotated, posted, locale);
        if (!errors.isEmpty()) {
            return form(entry, views, posted, errors);
        }
        try {
            annotate.annotate(
                    actor,
                    new Annotate.Wanted(entry.reference(), seen, ground.orElseThrow(), changes, why, evidence, locale));
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.INVALID) {
                problem.fields().forEach(fault -> errors.put(fault.field(), fault.message()));
                return form(entry, views, posted, errors);
            }
            throw problem;
        }
        return "redirect:" + PATH + "/" + entry.reference();
    }

    private static List<Change> changes(List<Field> annotated, Facts before, Facts after) {
        return annotated.stream()
                .filter(field -> !before.get(field).equals(after.get(field)))
                .map(field -> new Change(field, orNull(before.get(field)), orNull(after.get(field))))
                .toList();
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    private Html form(Entry entry, List<FieldView> views, Map<String, String> values, Map<String, String> errors) {
        return Html.of("civilregistry/annotate")
                .with("entry", entry)
                .with("fields", views)
                .with("grounds", rules.of(entry.event()).grounds())
                .with("values", values)
                .errors(errors);
    }

    /** Sends the register of people once more what it refused. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_TOLD)
    @PostMapping(PATH + "/{book}/{number}/tell")
    String tell(@PathVariable String book, @PathVariable int number, Actor actor) {
        Entry entry = access.forDesk(actor, book, number);
        transaction.executeWithoutResult(status -> {
            tellings.again(entry);
            audit.record(actor.doesFor(
                    RegisterEntry.AGENCY,
                    AuditEvent.REGISTER_TOLD,
                    null,
                    entry.caseNumber(),
                    null,
                    Map.of("record", entry.reference().text(), "again", "true")));
        });
        return "redirect:" + PATH + "/" + entry.reference();
    }
}
