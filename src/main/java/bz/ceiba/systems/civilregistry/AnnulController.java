package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where two registrars take an entry back as a whole. */
@Controller
class AnnulController {
    private static final String PATH = EntryController.PATH + "/{book}/{number}/annul";

    private final Annulments annulments;
    private final Entries entries;
    private final EntryAccess access;
    private final Reads reads;
    private final Messages messages;

    AnnulController(Annulments annulments, Entries entries, EntryAccess access, Reads reads, Messages messages) {
        this.annulments = annulments;
        this.entries = entries;
        this.access = access;
        this.reads = reads;
        this.messages = messages;
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html ask(@PathVariable String book, @PathVariable int number, Actor actor) {
        Entry entry = access.forRegistrar(actor, book, number);
        reads.entry(actor, entry, null);
        return page(entry, actor, Map.of(), Map.of());
    }

    private Html page(Entry entry, Actor actor, Map<String, String> values, Map<String, String> errors) {
        Annulments.Waiting waiting = annulments.of(entry.reference()).orElse(null);
        Annulled birth = waiting == null ? null : waiting.birth();
        Reference stays = birth == null ? null : birth.stays();
        return Html.of("civilregistry/annul")
                .with("entry", entry)
                .with(
                        "waiting",
                        waiting == null
                                ? null
                                : new ShownAnnulment(
                                        waiting.why(),
                                        waiting.evidence(),
                                        birth == null ? "" : birth.cause().name(),
                                        stays == null ? null : stays.text(),
                                        waiting.proposedByName(),
                                        waiting.proposedAt()))
                .with("mine", waiting != null && waiting.proposedBy().equals(actor.number()))
                .with("values", values)
                .errors(errors);
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.ANNULMENT_PROPOSED)
    @PostMapping(PATH)
    Object propose(
            @PathVariable String book,
            @PathVariable int number,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        Entry entry = access.forRegistrar(actor, book, number);
        Typed typed = OfficersText.typed(posted, messages, locale);
        Annulled birth = entry.event() == VitalEvent.BIRTH ? birth(entry, typed) : null;
        // In the order of the page.
        String evidence = OfficersText.evidence(typed);
        String why = OfficersText.why(typed);
        if (!typed.isRight()) {
            return page(entry, actor, posted, typed.errors());
        }
        annulments.propose(actor, entry.reference(), why, evidence, birth);
        return "redirect:" + EntryController.PATH + "/" + entry.reference();
    }

    /** Why a birth is taken back, and which entry of the child stays if there is another. */
    private @Nullable Annulled birth(Entry entry, Typed typed) {
        Annulled.Cause cause = typed.read("cause", Annulled.Cause::of, "annul.cause-missing");
        if (cause != Annulled.Cause.DUPLICATE) {
            return cause == null ? null : new Annulled(cause, null);
        }
        Reference stays = typed.read(
                "stays",
                text -> Reference.parse(text)
                        .flatMap(entries::find)
                        .filter(one -> one.event() == VitalEvent.BIRTH && !one.isAnnulled())
                        .map(Entry::reference)
                        .filter(one -> !one.equals(entry.reference())),
                "annul.stays-wrong");
        return new Annulled(cause, stays);
    }

    @Allows(roles = Role.REGISTRAR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.ANNULMENT_DECIDED)
    @PostMapping(PATH + "/decision")
    Object decide(
            @PathVariable String book,
            @PathVariable int number,
            @RequestParam(defaultValue = "") String decision,
            Actor actor,
            Locale locale) {
        Entry entry = access.forRegistrar(actor, book, number);
        if (!decision.equals("approve") && !decision.equals("decline")) {
            Map<String, String> errors =
                    Map.of("decision", messages.text(locale, "civilregistry.annul.decision-missing"));
            return page(entry, actor, Map.of(), errors);
        }
        annulments.decide(actor, entry.reference(), decision.equals("approve"));
        return "redirect:" + EntryController.PATH + "/" + entry.reference();
    }
}
