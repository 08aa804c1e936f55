package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.border.Draft.Content;
import bz.ceiba.systems.border.NameTravellers.Named;
import bz.ceiba.systems.border.photo.PassportPhotos;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who travels: by the lines of each passport, by a photograph of them, by what was typed of it, or by a list. */
@Controller
@PublicPage
class TravellersController {
    private static final String ZONE = "zone";
    private static final String TYPED = "typed";
    private static final int MOST_SHOWN = 50;

    /** A whole ship may come from one address; each takes about a second of a processor. */
    private static final int MOST_PHOTOS = 600;

    private final OpenDraft open;
    private final Drafts drafts;
    private final Questions questions;
    private final NameTravellers name;
    private final TravellerList list;
    private final PassportPhotos photos;
    private final RateLimits limits;
    private final Messages messages;

    TravellersController(
            OpenDraft open,
            Drafts drafts,
            Questions questions,
            NameTravellers name,
            TravellerList list,
            PassportPhotos photos,
            RateLimits limits,
            Messages messages) {
        this.open = open;
        this.drafts = drafts;
        this.questions = questions;
        this.name = name;
        this.list = list;
        this.photos = photos;
        this.limits = limits;
        this.messages = messages;
    }

    @GetMapping(DeclareController.PATH + "/{code}/travellers")
    Html travellers(
            @PathVariable String code,
            @RequestParam(defaultValue = ZONE) String by,
            @RequestParam(defaultValue = "") String more,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Actor actor,
            Locale locale) {
        ReturnCode key = open.code(code, request);
        Draft draft = open.own(key, request, response, actor);
        boolean asking = draft.content().travellers().isEmpty() || !more.isEmpty();
        return page(key, draft, asking ? by : "", JsonNodeFactory.instance.objectNode(), Map.of(), List.of(), locale);
    }

    /** @param by how a traveller is asked for: {@code zone}, {@code typed} or not at all */
    private Html page(
            ReturnCode code,
            Draft draft,
            String by,
            ObjectNode typed,
            Map<String, String> errors,
            List<WrongLine> wrong,
            Locale locale) {
        Content content = draft.content();
        FormPage asked = by.isEmpty() ? null : pageOf(by);
        return Html.of("border/declare-travellers")
                .with("code", code.text())
                .with("by", by)
                .with(
                        "fields",
                        asked == null ? List.of() : questions.traveller().fields(asked, typed, locale))
                .with(
                        "travellers",
                        content.travellers().stream().limit(MOST_SHOWN).toList())
                .with("named", content.travellers().size())
                .with("most", Questions.most(content))
                .with("group", content.form().path("party").asString("").equals("group"))
                .with("photos", by.equals(ZONE) && photos.areRead())
                .with("headings", TravellerList.HEADINGS)
                .with("errors", errors)
                .with("wrong", wrong)
                .with("next", next(content, draft.person()))
                .with("step", 2)
                .with("count", questions.steps(content, draft.person()).size())
                .status(errors.isEmpty() && wrong.isEmpty() ? 200 : 422);
    }

    private String next(Content content, @Nullable String person) {
        List<String> steps = questions.steps(content, person);
        int after = steps.indexOf(Questions.TRAVELLERS) + 1;
        return after < steps.size() ? steps.get(after) : DeclareController.REVIEW;
    }

    private FormPage pageOf(String by) {
        return questions.traveller().page(by.equals(TYPED) ? TYPED : ZONE).orElseThrow();
    }

    /** Adds a traveller. One who declares for himself alone goes on at once; his new passport stands for the old one. */
    @PostMapping(DeclareController.PATH + "/{code}/travellers")
    Object add(
            @PathVariable String code,
            @RequestParam Map<String, String> posted,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Actor actor,
            Locale locale) {
        ReturnCode key = open.code(code, request);
        Draft draft = open.own(key, request, response, actor);
        String by = posted.getOrDefault("by", ZONE);
        FormPage page = pageOf(by);
        ObjectNode typed = questions.traveller().read(page, posted);
        boolean alone = Questions.most(draft.content()) == 1;
        Content before = alone ? draft.content().with(List.of()) : draft.content();
        Named named = name.read(page, typed, before, locale);
        if (named.traveller().isEmpty()) {
            return page(key, draft, by, typed, named.errors(), List.of(), locale);
        }
        if (before.travellers().size() >= Questions.most(before)) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.too-many-travellers");
        }
        List<Traveller> all = new ArrayList<>(before.travellers());
        all.add(named.traveller().get());
        Content after = before.with(all);
        drafts.save(draft, after, locale.getLanguage());
        return DeclareController.to(key, alone ? next(after, draft.person()) : Questions.TRAVELLERS);
    }

    /** Reads a photograph of a passport's page into the lines as if they were typed, for the traveller to check; the picture is gone after that. */
    @PostMapping(DeclareController.PATH + "/{code}/travellers/photo")
    Html photo(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile photo,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Actor actor,
            Locale locale)
            throws IOException {
        limits.count("border-photo:" + RateLimits.address(request.getRemoteAddr()), MOST_PHOTOS, Duration.ofHours(1));
        ReturnCode key = open.code(code, request);
        Draft draft = open.own(key, request, response, actor);
        if (!photos.areRead()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        if (photo == null || photo.isEmpty()) {
            return page(key, draft, ZONE, typed, photoError("choose", locale), List.of(), locale);
        }
        PassportPhotos.Answer answer =
                photo.getSize() > photos.largest() ? PassportPhotos.Answer.tooLarge() : photos.read(photo.getBytes());
        if (answer.outcome() != PassportPhotos.Outcome.READ) {
            String what = answer.outcome().name();
            return page(key, draft, ZONE, typed, photoError(what, locale), List.of(), locale);
        }
        typed.put("zone", answer.zone());
        return page(key, draft, ZONE, typed, name.faults(answer.zone(), locale), List.of(), locale)
                .with("read", true);
    }

    private Map<String, String> photoError(String what, Locale locale) {
        long megabytes = photos.largest() / 1024 / 1024;
        return Map.of("photo", messages.text(locale, "border.declare.photo." + what, megabytes));
    }

    @PostMapping(DeclareController.PATH + "/{code}/travellers/remove")
    String remove(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int position,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Actor actor,
            Locale locale) {
        ReturnCode key = open.code(code, request);
        Draft draft = open.own(key, request, response, actor);
        List<Traveller> left = new ArrayList<>(draft.content().travellers());
        if (position >= 1 && position <= left.size()) {
            left.remove(position - 1);
        }
        drafts.save(draft, draft.content().with(left), locale.getLanguage());
        return DeclareController.to(key, Questions.TRAVELLERS);
    }

    /** Takes a list whole, in place of all who were named before, or not at all; sent again it is the same. */
    @PostMapping(DeclareController.PATH + "/{code}/travellers/list")
    Object list(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile file,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Actor actor,
            Locale locale)
            throws IOException {
        ReturnCode key = open.code(code, request);
        Draft draft = open.own(key, request, response, actor);
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        if (file == null || file.isEmpty()) {
            Map<String, String> errors = Map.of("file", messages.text(locale, "border.declare.list.choose"));
            return page(key, draft, "", nothing, errors, List.of(), locale);
        }
        if (file.getSize() > TravellerList.LARGEST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "border.problem.list-too-large");
        }
        TravellerList.Verdict verdict = list.read(file.getBytes(), draft.content(), locale);
        if (!verdict.wrong().isEmpty()) {
            return page(key, draft, "", nothing, Map.of(), verdict.wrong(), locale);
        }
        drafts.save(draft, draft.content().with(verdict.travellers()), locale.getLanguage());
        return DeclareController.to(key, Questions.TRAVELLERS);
    }
}
