package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Done;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keeper of lists: versions, what they change, search by need to know, entries by hand. */
@Controller
class WatchlistController {
    static final String PATH = "/border/watchlists";
    private static final int LARGEST = 64 << 20;
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;

    private final WatchlistRows rows;
    private final KeepWatchlist keep;
    private final Watchlists watchlists;
    private final Messages messages;
    private final JsonMapper json;
    private final Audit audit;

    WatchlistController(
            WatchlistRows rows,
            KeepWatchlist keep,
            Watchlists watchlists,
            Messages messages,
            JsonMapper json,
            Audit audit) {
        this.rows = rows;
        this.keep = keep;
        this.watchlists = watchlists;
        this.messages = messages;
        this.json = json;
        this.audit = audit;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WATCHLIST_READ)
    @GetMapping(PATH)
    Html all(Actor actor) {
        List<Watchlist> mine = rows.all().stream()
                .filter(list -> ScreeningDesk.works(actor) || ScreeningDesk.mayRead(actor, list))
                .toList();
        if (mine.isEmpty()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        read(actor, "all", "");
        return Html.of("border/watchlists").with("lists", mine);
    }

    private void read(Actor actor, String list, String entry) {
        String agency = actor.roles().stream()
                .map(Actor.Appointment::agency)
                .findFirst()
                .orElse(ScreeningDesk.AGENCY);
        audit.record(actor.doesFor(agency, AuditEvent.WATCHLIST_READ, Map.of("list", list, "entry", entry)));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WATCHLIST_READ)
    @GetMapping(PATH + "/{id}")
    Html one(@PathVariable String id, @RequestParam(defaultValue = "") String done, Actor actor) {
        return page(actor, require(actor, id), Map.of(), Map.of(), null).with("done", Done.known(done));
    }

    /** Need to know: those alone whose agency the list names. */
    private Watchlist require(Actor actor, String id) {
        Watchlist list =
                rows.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found"));
        if (!ScreeningDesk.mayRead(actor, list)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        read(actor, id, "");
        return list;
    }

    private Html page(
            Actor actor,
            Watchlist list,
            Map<String, String> values,
            Map<String, String> errors,
            @org.jspecify.annotations.Nullable List<ShownEntry> found) {
        List<ListVersion> versions = rows.versions(list.id());
        List<ListChange> changes = versions.stream()
                .filter(one -> one.state().equals("PROPOSED"))
                .findFirst()
                .map(one -> rows.changes(list.id(), one.version()))
                .orElse(List.of());
        return Html.of("border/watchlist")
                .with("list", list)
                .with("versions", versions)
                .with("changes", changes)
                .with("keeps", actor.holds(Role.REGISTRAR, ScreeningDesk.AGENCY))
                .with(
                        "decides",
                        actor.holds(Role.REGISTRAR, ScreeningDesk.AGENCY)
                                || actor.holds(Role.SUPERVISOR, ScreeningDesk.AGENCY))
                .with("me", actor.number())
                .with("found", found)
                .with("values", values)
                .errors(errors);
    }

    private ShownEntry entry(String list, String entry) {
        JsonNode content = rows.content(list, entry).orElse(json.createObjectNode());
        return ShownEntry.of(entry, content);
    }

    /** By POST, so that no name stands in an address or its history. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WATCHLIST_READ)
    @PostMapping(PATH + "/{id}/search")
    Html search(@PathVariable String id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Watchlist list = require(actor, id);
        String name = posted.getOrDefault("find", "").strip();
        String document = posted.getOrDefault("document", "").strip();
        if (name.length() + document.length() < 4) {
            return page(
                    actor, list, posted, Map.of("find", messages.text(locale, "border.watchlist.wrong.find")), null);
        }
        Traveller asked = new Traveller(
                "search",
                name,
                "",
                posted.getOrDefault("born", "").strip(),
                "",
                "",
                "",
                "",
                document,
                "",
                null,
                null,
                new Journey("", "", "", "", "", "", 0, 0, Instant.EPOCH));
        List<Found> found = watchlists.now().find(asked).stream()
                .filter(one -> one.entry().list().equals(id))
                .limit(50)
                .toList();
        found.forEach(one -> read(actor, id, one.entry().id()));
        return page(
                actor,
                list,
                posted,
                Map.of(),
                found.stream().map(one -> entry(id, one.entry().id())).toList());
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WATCHLIST_CHANGED)
    @PostMapping(PATH + "/{id}/file")
    Object file(
            @PathVariable String id,
            @RequestParam(required = false) MultipartFile file,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale)
            throws IOException {
        ScreeningDesk.require(actor, Role.REGISTRAR);
        Watchlist list = require(actor, id);
        Map<String, String> errors = new LinkedHashMap<>();
        String why = posted.getOrDefault("why", "").strip();
        if (file == null || file.isEmpty()) {
            errors.put("file", messages.text(locale, "border.watchlist.wrong.file"));
        }
        if (why.length() < SHORTEST || why.length() > LONGEST) {
            errors.put("why", messages.text(locale, "border.watchlist.wrong.why"));
        }
        if (file == null || !errors.isEmpty()) {
            return page(actor, list, posted, errors, null);
        }
        keep.propose(actor, id, file.getBytes(), posted.getOrDefault("signature", ""), why);
        return Done.at(PATH + "/" + id, "proposed");
    }

    /** The same for a program, with files of up to 64 MB (packed by gzip, if it likes): its signature stands in a header. */
    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WATCHLIST_CHANGED)
    @PostMapping(path = PATH + "/{id}/file", consumes = "application/octet-stream")
    @ResponseBody
    ListVersion program(@PathVariable String id, Actor actor, HttpServletRequest request) throws IOException {
        ScreeningDesk.require(actor, Role.REGISTRAR);
        require(actor, id);
        byte[] content = request.getInputStream().readNBytes(LARGEST + 1);
        if (content.length > LARGEST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "border.problem.list-large");
        }
        String signature = request.getHeader("Ceiba-Signature");
        return keep.propose(actor, id, content, signature == null ? "" : signature, "sent by program");
    }

    @Allows(
            roles = {Role.REGISTRAR, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.WATCHLIST_CHANGED)
    @PostMapping(PATH + "/{id}/versions/{version}")
    String decide(
            @PathVariable String id,
            @PathVariable int version,
            @RequestParam(defaultValue = "") String decision,
            Actor actor) {
        ScreeningDesk.require(actor, Role.REGISTRAR, Role.SUPERVISOR);
        require(actor, id);
        keep.decide(actor, id, version, decision.equals("agree"));
        return Done.at(PATH + "/" + id, decision.equals("agree") ? "agreed" : "declined");
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WATCHLIST_CHANGED)
    @PostMapping(PATH + "/{id}/entries")
    Object write(@PathVariable String id, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        ScreeningDesk.require(actor, Role.REGISTRAR);
        Watchlist list = require(actor, id);
        boolean document = list.kind().equals("DOCUMENTS");
        List<String> names = Arrays.stream(posted.getOrDefault("names", "").split("[\\r\\n]+", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        String born = posted.getOrDefault("entryBorn", "").strip();
        String number = posted.getOrDefault("number", "").strip();
        String country = posted.getOrDefault("country", "").strip();
        String why = posted.getOrDefault("reason", "").strip();
        Map<String, String> errors = new HashMap<>();
        if (document ? number.length() < 4 : names.isEmpty()) {
            errors.put(document ? "number" : "names", messages.text(locale, "border.watchlist.wrong.names"));
        }
        if (!born.matches("(\\d{4}(-\\d{2}(-\\d{2})?)?)?")) {
            errors.put("entryBorn", messages.text(locale, "border.watchlist.wrong.born"));
        }
        if (!country.matches("([A-Za-z]{2,3})?")) {
            errors.put("country", messages.text(locale, "border.watchlist.wrong.country"));
        }
        if (why.length() < SHORTEST || why.length() > LONGEST) {
            errors.put("reason", messages.text(locale, "border.watchlist.wrong.why"));
        }
        if (!errors.isEmpty()) {
            return page(actor, list, posted, errors, null);
        }
        String entry = posted.getOrDefault("entry", "").strip();
        boolean lives = keep.write(
                actor,
                id,
                entry.isEmpty() ? "hand-" + UUID.randomUUID() : entry,
                FollowTheMoney.written(json, document, names, born, country, number, why),
                why);
        return Done.at(PATH + "/" + id, lives ? "written" : "proposed");
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.WATCHLIST_CHANGED)
    @PostMapping(PATH + "/{id}/remove")
    Object remove(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String entry,
            @RequestParam(defaultValue = "") String why,
            Actor actor,
            Locale locale) {
        ScreeningDesk.require(actor, Role.REGISTRAR);
        Watchlist list = require(actor, id);
        if (why.strip().length() < SHORTEST || why.strip().length() > LONGEST) {
            String field = "why-" + entry;
            return page(
                    actor,
                    list,
                    Map.of(field, why),
                    Map.of(field, messages.text(locale, "border.watchlist.wrong.why")),
                    List.of(entry(id, entry)));
        }
        keep.remove(actor, id, entry, why.strip());
        return Done.at(PATH + "/" + id, "proposed");
    }
}
