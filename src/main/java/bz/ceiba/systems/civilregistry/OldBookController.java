package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.civilregistry.OldBooks.OldPage;
import bz.ceiba.systems.civilregistry.OldBooks.Transcription;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Where officers upload pages of old books and read them. */
@Controller
class OldBookController {
    static final String PATH = "/civilregistry/old-books";

    private static final int LONGEST_TITLE = 80;
    private static final int LONGEST_FOLIO = 20;
    private static final int MOST_LINES = 40;

    private final OldBooks books;
    private final ReadOldBook read;
    private final RulesOfEvents rules;
    private final FieldViews fields;
    private final FieldRules words;
    private final Files files;
    private final Reads reads;
    private final Messages messages;
    private final Clock clock;

    OldBookController(
            OldBooks books,
            ReadOldBook read,
            RulesOfEvents rules,
            FieldViews fields,
            FieldRules words,
            Files files,
            Reads reads,
            Messages messages,
            Clock clock) {
        this.books = books;
        this.read = read;
        this.rules = rules;
        this.fields = fields;
        this.words = words;
        this.files = files;
        this.reads = reads;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        EntryAccess.requireDesk(actor);
        return list(Map.of(), Map.of());
    }

    private Html list(Map<String, String> values, Map<String, String> errors) {
        return Html.of("civilregistry/old-books")
                .with(
                        "pages",
                        books.pages().stream().map(OldBookController::line).toList())
                .with(
                        "events",
                        Arrays.stream(VitalEvent.values())
                                .filter(event -> event.oldBook().isPresent())
                                .toList())
                .with("values", values)
                .with("errors", errors);
    }

    private static OldPageLine line(OldPage page) {
        return new OldPageLine(
                page.id().toString(),
                page.event(),
                page.title(),
                page.folio(),
                page.lines(),
                page.settled(),
                page.uploadedByName(),
                page.uploadedAt());
    }

    @Allows(
            roles = {Role.OFFICER, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH)
    Object upload(
            @RequestParam(required = false) MultipartFile file,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale)
            throws IOException {
        EntryAccess.requireDesk(actor);
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<VitalEvent> event = VitalEvent.of(posted.getOrDefault("event", ""))
                .filter(one -> one.oldBook().isPresent());
        if (event.isEmpty()) {
            errors.put("event", messages.text(locale, "civilregistry.fault.choice"));
        }
        String title = text(posted, "title", LONGEST_TITLE, errors, locale);
        String folio = text(posted, "folio", LONGEST_FOLIO, errors, locale);
        String lines = posted.getOrDefault("lines", "").strip();
        if (!lines.matches("[1-9][0-9]?") || Integer.parseInt(lines) > MOST_LINES) {
            errors.put("lines", messages.text(locale, "civilregistry.old.lines-wrong", MOST_LINES));
        }
        if (file == null || file.isEmpty()) {
            errors.put("file", messages.text(locale, "civilregistry.old.file-missing"));
        }
        if (!errors.isEmpty() || file == null) {
            return list(posted, errors).status(422);
        }
        try (InputStream in = file.getInputStream()) {
            UUID id = keep(actor, files.store(actor.person(), "page", in), event.orElseThrow(), title, folio, lines);
            return "redirect:" + PATH + "/" + id;
        } catch (Problem problem) {
            errors.put("file", messages.text(locale, problem.key() + ".detail", problem.arguments(locale)));
            return list(posted, errors).status(422);
        }
    }

    private String text(
            Map<String, String> posted, String name, int longest, Map<String, String> errors, Locale locale) {
        String text = posted.getOrDefault(name, "").strip();
        if (text.isEmpty() || text.length() > longest) {
            errors.put(name, messages.text(locale, "civilregistry.old." + name + "-wrong"));
        }
        return text;
    }

    /** The register keeps the page itself, for ever; files that people upload are destroyed when their time is over. */
    private UUID keep(Actor actor, UploadedFile file, VitalEvent event, String title, String folio, String lines)
            throws IOException {
        byte[] content;
        try (InputStream in = files.open(file)) {
            content = in.readAllBytes();
        }
        OldPage page = new OldPage(
                Ids.next(clock),
                event,
                title,
                folio,
                Integer.parseInt(lines),
                file.type(),
                actor.name(),
                clock.instant(),
                0);
        if (!books.add(page, actor.person(), file.sha256(), content)) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.page-known");
        }
        reads.oldPage(actor, AuditEvent.REGISTER_CHANGED, page.id());
        return page.id();
    }

    private OldPage require(Actor actor, UUID id, int line) {
        EntryAccess.requireDesk(actor);
        return books.page(id)
                .filter(page -> line >= 1 && line <= page.lines())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-page"));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{id}")
    Html page(@PathVariable UUID id, Actor actor) {
        OldPage page = require(actor, id, 1);
        reads.oldPage(actor, AuditEvent.REGISTER_READ, id);
        return Html.of("civilregistry/old-page")
                .with("page1", line(page))
                .with("picture", page.type().startsWith("image/"))
                .with(
                        "lines",
                        IntStream.rangeClosed(1, page.lines())
                                .mapToObj(line -> new OldLine(
                                        line,
                                        read.task(actor, page, line).name(),
                                        books.of(id, line)
                                                .map(OldBooks.OldEntry::reference)
                                                .orElse(null)))
                                .toList());
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{id}/scan")
    ResponseEntity<byte[]> scan(@PathVariable UUID id, Actor actor) {
        OldPage page = require(actor, id, 1);
        reads.oldPage(actor, AuditEvent.REGISTER_READ, id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(page.type()))
                .body(books.content(id));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{id}/{line}")
    Html ask(@PathVariable UUID id, @PathVariable int line, Actor actor, Locale locale) {
        OldPage page = require(actor, id, line);
        reads.oldPage(actor, AuditEvent.REGISTER_READ, id);
        return form(actor, page, line, Map.of(), Map.of(), locale);
    }

    private Html form(
            Actor actor,
            OldPage page,
            int line,
            Map<String, String> values,
            Map<String, String> errors,
            Locale locale) {
        ReadOldBook.Task task = read.task(actor, page, line);
        List<List<String>> readings = new ArrayList<>();
        if (task == ReadOldBook.Task.DECIDE) {
            List<Transcription> both = books.transcriptions(page.id(), line);
            for (Field field : rules.of(page.event()).transcribed()) {
                String one = words.words(field, both.getFirst().facts().get(field), locale);
                String other = words.words(field, both.get(1).facts().get(field), locale);
                readings.add(List.of(messages.text(locale, field.messageKey()), one, other));
            }
        }
        return Html.of("civilregistry/old-line")
                .with("page1", line(page))
                .with("picture", page.type().startsWith("image/"))
                .with("line", line)
                .with("task", task.name())
                .with("readings", readings)
                .with("fields", fields.of(rules.of(page.event()).transcribed(), values, locale))
                .with(
                        "entry",
                        books.of(page.id(), line).map(OldBooks.OldEntry::facts).orElse(null))
                .with("words", words)
                .with("errors", errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_CHANGED)
    @PostMapping(PATH + "/{id}/{line}")
    Object read(
            @PathVariable UUID id,
            @PathVariable int line,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        OldPage page = require(actor, id, line);
        LocalDate today = Country.today(clock);
        FieldViews.Typed typed = fields.read(rules.of(page.event()).transcribed(), posted, today, locale);
        Map<String, String> errors = new LinkedHashMap<>(typed.errors());
        Field dated = page.event().dated();
        if (errors.isEmpty() && !typed.facts().has(dated)) {
            errors.put(dated.form(), messages.text(locale, "civilregistry.fault.missing"));
        }
        if (errors.isEmpty() && typed.facts().names(page.event()).isEmpty()) {
            errors.put(
                    page.event().principals().getFirst().names().getFirst().form(),
                    messages.text(locale, "civilregistry.fault.missing"));
        }
        if (!errors.isEmpty()) {
            return form(actor, page, line, posted, errors, locale).status(422);
        }
        read.read(actor, page, line, typed.facts());
        return "redirect:" + PATH + "/" + id;
    }
}
