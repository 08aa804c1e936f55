package bz.ceiba.systems.border;

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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
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

    private final Drafts drafts;
    private final Questions questions;
    private final NameTravellers name;
    private final TravellerList list;
    private final PassportPhotos photos;
    private final RateLimits limits;
    private final Messages messages;

    TravellersController(
            Drafts drafts,
            Questions questions,
            NameTravellers name,
            TravellerList list,
            PassportPhotos photos,
            RateLimits limits,
            Messages messages) {
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
            OwnDraft own,
            @RequestParam(defaultValue = ZONE) String by,
            @RequestParam(defaultValue = "") String more,
            Locale locale) {
        boolean asking = own.content().travellers().isEmpty() || !more.isEmpty();
        return page(own, asking ? by : "", JsonNodeFactory.instance.objectNode(), Map.of(), List.of(), locale);
    }

    /** @param by how a traveller is asked for: {@code zone}, {@code typed} or not at all */
    private Html page(
            OwnDraft own,
            String by,
            ObjectNode typed,
            Map<String, String> errors,
            List<WrongLine> wrong,
            Locale locale) {
        Content content = own.content();
        FormPage asked = by.isEmpty() ? null : pageOf(by);
        return Html.of("border/declare-travellers")
                .with("code", own.code().text())
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
                .with("next", next(content, own.person()))
                .with("step", 2)
                .with("count", questions.about(content, own.person()))
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
    Object add(OwnDraft own, @RequestParam Map<String, String> posted, Locale locale) {
        String by = posted.getOrDefault("by", ZONE);
        FormPage page = pageOf(by);
        ObjectNode typed = questions.traveller().read(page, posted);
        boolean alone = Questions.most(own.content()) == 1;
        Content before = alone ? own.content().with(List.of()) : own.content();
        Named named = name.read(page, typed, before, locale);
        if (named.traveller().isEmpty()) {
            return page(own, by, typed, named.errors(), List.of(), locale);
        }
        if (before.travellers().size() >= Questions.most(before)) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.too-many-travellers");
        }
        List<Traveller> all = new ArrayList<>(before.travellers());
        all.add(named.traveller().get());
        Content after = before.with(all);
        drafts.save(own.draft(), after, locale.getLanguage());
        return DeclareController.to(own.code(), alone ? next(after, own.person()) : Questions.TRAVELLERS);
    }

    /** Reads a photograph of a passport's page into the lines as if they were typed, for the traveller to check; the picture is gone after that. */
    @PostMapping(DeclareController.PATH + "/{code}/travellers/photo")
    Html photo(
            OwnDraft own,
            @RequestParam(required = false) @Nullable MultipartFile photo,
            HttpServletRequest request,
            Locale locale)
            throws IOException {
        limits.count("border-photo:" + RateLimits.address(request.getRemoteAddr()), MOST_PHOTOS, Duration.ofHours(1));
        if (!photos.areRead()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        if (photo == null || photo.isEmpty()) {
            return page(own, ZONE, typed, photoError("choose", locale), List.of(), locale);
        }
        PassportPhotos.Answer answer =
                photo.getSize() > photos.largest() ? PassportPhotos.Answer.tooLarge() : photos.read(photo.getBytes());
        if (answer.outcome() != PassportPhotos.Outcome.READ) {
            String what = answer.outcome().name();
            return page(own, ZONE, typed, photoError(what, locale), List.of(), locale);
        }
        typed.put("zone", answer.zone());
        return page(own, ZONE, typed, name.faults(answer.zone(), locale), List.of(), locale)
                .with("read", true);
    }

    private Map<String, String> photoError(String what, Locale locale) {
        long megabytes = photos.largest() / 1024 / 1024;
        return Map.of("photo", messages.text(locale, "border.declare.photo." + what, megabytes));
    }

    @PostMapping(DeclareController.PATH + "/{code}/travellers/remove")
    String remove(OwnDraft own, @RequestParam(defaultValue = "0") int position, Locale locale) {
        List<Traveller> left = new ArrayList<>(own.content().travellers());
        if (position >= 1 && position <= left.size()) {
            left.remove(position - 1);
        }
        drafts.save(own.draft(), own.content().with(left), locale.getLanguage());
        return DeclareController.to(own.code(), Questions.TRAVELLERS);
    }

    /** Takes a list whole, in place of all who were named before, or not at all; sent again it is the same. */
    @PostMapping(DeclareController.PATH + "/{code}/travellers/list")
    Object list(OwnDraft own, @RequestParam(required = false) @Nullable MultipartFile file, Locale locale)
            throws IOException {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        if (file == null || file.isEmpty()) {
            Map<String, String> errors = Map.of("file", messages.text(locale, "border.declare.list.choose"));
            return page(own, "", nothing, errors, List.of(), locale);
        }
        if (file.getSize() > TravellerList.LARGEST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "border.problem.list-too-large");
        }
        TravellerList.Verdict verdict = list.read(file.getBytes(), own.content(), locale);
        if (!verdict.wrong().isEmpty()) {
            return page(own, "", nothing, Map.of(), verdict.wrong(), locale);
        }
        drafts.save(own.draft(), own.content().with(verdict.travellers()), locale.getLanguage());
        return DeclareController.to(own.code(), Questions.TRAVELLERS);
    }
}
