package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The births of somebody's own family: what was notified and waits for him, what is registered, and what follows from it. */
@Controller
class ChildrenController {
    static final String PATH = "/civilregistry/children";

    private final Entries entries;
    private final Notifications notifications;
    private final Following following;
    private final BirthRules births;
    private final RegistryRules rules;
    private final FieldRules words;
    private final Audit audit;

    ChildrenController(
            Entries entries,
            Notifications notifications,
            Following following,
            BirthRules births,
            RegistryRules rules,
            FieldRules words,
            Audit audit) {
        this.entries = entries;
        this.notifications = notifications;
        this.following = following;
        this.births = births;
        this.rules = rules;
        this.words = words;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html children(Actor actor, Locale locale) {
        PersonNumber reader = actor.subject();
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "births")));
        List<WaitingBirth> waiting = notifications.births(reader).stream()
                .map(one -> waiting(one, locale))
                .toList();
        return Html.of("civilregistry/children")
                .with("waiting", waiting)
                .with(
                        "registered",
                        entries.of(reader).stream()
                                .filter(entry -> entry.event() == VitalEvent.BIRTH && !entry.isAnnulled())
                                .map(entry -> following.of(entry, reader))
                                .toList());
    }

    private WaitingBirth waiting(Notifications.Notified notified, Locale locale) {
        Facts facts = notified.facts();
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("notification", notified.number());
        answers.put("kind", notified.kind().word());
        for (Field field : births.notified()) {
            if (facts.has(field)) {
                answers.put(field.form(), facts.get(field));
            }
        }
        Field place = facts.has(Field.FACILITY) ? Field.FACILITY : Field.TOWN;
        return new WaitingBirth(
                facts.bornOn(),
                words.words(place, facts.get(place), locale),
                rules.ordinaryUntil(notified.kind(), facts),
                notified.kind() == Kind.STILLBIRTH,
                answers);
    }
}
