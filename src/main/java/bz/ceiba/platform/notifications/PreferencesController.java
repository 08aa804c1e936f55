package bz.ceiba.platform.notifications;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How a person wants to be told: the inbox always, SMS and e-mail if he likes. */
@Controller
class PreferencesController {
    private static final String USUAL = "usual";
    private static final String NO_QUIET = "none";
    private static final String OWN = "own";

    private final Contacts contacts;
    private final Notices notices;
    private final Messages messages;
    private final Audit audit;
    private final QuietHours national;
    private final Clock clock;

    PreferencesController(
            Contacts contacts, Notices notices, Messages messages, Audit audit, QuietHours national, Clock clock) {
        this.contacts = contacts;
        this.notices = notices;
        this.messages = messages;
        this.audit = audit;
        this.national = national;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/notifications/preferences")
    Html show(@RequestParam(defaultValue = "false") boolean saved, Actor actor, Locale locale) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "preferences")));
        return page(actor, locale).with("saved", saved);
    }

    private Html page(Actor actor, Locale locale) {
        Optional<Contact> contact = contacts.of(actor.person());
        return Html.of("notifications/preferences")
                .with("phone", contact.map(Contact::phone).orElse(null))
                .with("email", contact.map(Contact::email).orElse(null))
                .with("sms", contact.map(Contact::bySms).orElse(false))
                .with("mail", contact.map(Contact::byEmail).orElse(false))
                .with("language", contact.map(Contact::language).orElse(locale.getLanguage()))
                .with("languages", languages(locale))
                .with(
                        "refused",
                        contact.filter(known -> known.emailRefusedAt() != null)
                                .map(Contact::email)
                                .orElse(null))
                .with("unproved", contact.map(Contact::emailUnproved).orElse(null))
                .with("quiet", contact.map(PreferencesController::choice).orElse(USUAL))
                .with("quiets", quiets(locale))
                .with(
                        "quietFrom",
                        contact.map(Contact::quietFrom).map(String::valueOf).orElse(""))
                .with(
                        "quietTo",
                        contact.map(Contact::quietTo).map(String::valueOf).orElse(""));
    }

    private static String choice(Contact contact) {
        LocalTime from = contact.quietFrom();
        return from == null ? USUAL : from.equals(contact.quietTo()) ? NO_QUIET : OWN;
    }

    private List<Option> quiets(Locale locale) {
        String usual = national.equals(QuietHours.NONE)
                ? messages.text(locale, "notifications.preferences.quiet-usual-none")
                : messages.text(
                        locale,
                        "notifications.preferences.quiet-usual",
                        Map.of(
                                "from", String.valueOf(national.from()),
                                "to", String.valueOf(national.to())));
        return List.of(
                new Option(USUAL, usual),
                new Option(NO_QUIET, messages.text(locale, "notifications.preferences.quiet-none")),
                new Option(OWN, messages.text(locale, "notifications.preferences.quiet-own")));
    }

    /** What was chosen; empty when it can't be understood. */
    private static Optional<Chosen> quiet(String choice, String from, String to) {
        return switch (choice) {
            case USUAL -> Optional.of(new Chosen(null));
            case NO_QUIET -> Optional.of(new Chosen(QuietHours.NONE));
            case OWN -> own(from, to).map(Chosen::new);
            default -> Optional.empty();
        };
    }

    private static Optional<QuietHours> own(String from, String to) {
        try {
            return Optional.of(new QuietHours(LocalTime.parse(from.strip()), LocalTime.parse(to.strip())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private record Chosen(@Nullable QuietHours hours) {}

    private List<Option> languages(Locale locale) {
        return messages.languages().stream()
                .map(code -> new Option(code, messages.text(locale, "notifications.preferences.language-" + code)))
                .toList();
    }

    /** Tells the person, so that a change by a stranger is noticed. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.CONTACT_CHANGED)
    @PostMapping("/notifications/preferences")
    @Transactional
    Object save(
            @RequestParam(defaultValue = "false") boolean sms,
            @RequestParam(defaultValue = "false") boolean email,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = USUAL) String quiet,
            @RequestParam(defaultValue = "") String quietFrom,
            @RequestParam(defaultValue = "") String quietTo,
            Actor actor,
            Locale locale) {
        if (!messages.languages().contains(language)) {
            return page(actor, locale)
                    .with(
                            "errors",
                            Map.of("language", messages.text(locale, "notifications.preferences.language-error")))
                    .status(422);
        }
        Optional<Chosen> hours = quiet(quiet, quietFrom, quietTo);
        if (hours.isEmpty()) {
            return page(actor, locale)
                    .with("quiet", quiet)
                    .with("quietFrom", quietFrom)
                    .with("quietTo", quietTo)
                    .with("errors", Map.of("quietFrom", messages.text(locale, "notifications.preferences.quiet-error")))
                    .status(422);
        }
        contacts.choose(actor.person(), sms, email, language, hours.get().hours());
        audit.record(actor.does(
                AuditEvent.CONTACT_CHANGED,
                null,
                Map.of("page", "preferences", "sms", String.valueOf(sms), "email", String.valueOf(email))));
        notices.send(new Notice(
                "preferences/" + Ids.next(clock),
                actor.person(),
                "notifications.notice.preferences",
                Map.of("name", actor.name(), "channels", channels(Locale.of(language), sms, email)),
                null));
        return "redirect:/notifications/preferences?saved=true";
    }

    private String channels(Locale locale, boolean sms, boolean email) {
        List<String> on = new ArrayList<>();
        on.add(messages.text(locale, "notifications.preferences.channel-inbox"));
        if (sms) {
            on.add(messages.text(locale, "notifications.preferences.channel-sms"));
        }
        if (email) {
            on.add(messages.text(locale, "notifications.preferences.channel-email"));
        }
        return on.size() == 1 ? messages.text(locale, "notifications.preferences.only-inbox") : String.join(", ", on);
    }
}
