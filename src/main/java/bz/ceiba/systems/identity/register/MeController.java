package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.MandateWords;
import bz.ceiba.platform.access.Mandates;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.MePage.Fact;
import bz.ceiba.systems.identity.register.MePage.Right;
import bz.ceiba.systems.identity.register.Verifications.Backing;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Everything about oneself on one page, and all of it to take away. Who acts for another reads that one's. */
@Controller
class MeController {
    private static final String PATH = "/identity/me";

    private final People people;
    private final Companies companies;
    private final Verifications verifications;
    private final Mandates mandates;
    private final HeldCopy copy;
    private final Country country;
    private final Audit audit;
    private final Messages messages;

    MeController(
            People people,
            Companies companies,
            Verifications verifications,
            Mandates mandates,
            HeldCopy copy,
            Country country,
            Audit audit,
            Messages messages) {
        this.people = people;
        this.companies = companies;
        this.verifications = verifications;
        this.mandates = mandates;
        this.copy = copy;
        this.country = country;
        this.audit = audit;
        this.messages = messages;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html me(Actor actor, Locale locale) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "me")));
        PersonNumber subject = actor.subject();
        boolean own = actor.actingFor() == null;
        return Html.of("identity/me")
                .with(
                        "me",
                        new MePage(
                                actor.subjectName(),
                                own,
                                people.find(subject)
                                        .map(person -> facts(person, locale))
                                        .orElseGet(() -> companyFacts(subject, locale)),
                                people.lockedAt(subject).orElse(null),
                                mandates.over(subject).stream()
                                        .map(mandate -> new Right(mandate.actorName(), over(mandate, locale)))
                                        .toList(),
                                own
                                        ? mandates.of(subject).stream()
                                                .map(mandate -> new Right(
                                                        mandate.representedName(),
                                                        MandateWords.of(mandate, messages, locale)))
                                                .toList()
                                        : List.of()));
    }

    private String over(Mandate mandate, Locale locale) {
        String ground =
                messages.text(locale, "identity.me.ground." + mandate.ground().name());
        return mandate.limits().isEmpty()
                ? ground
                : ground + " "
                        + messages.text(
                                locale,
                                "access.mandate.limits",
                                MandateWords.matters(mandate.limits(), messages, locale));
    }

    private List<Fact> facts(Person person, Locale locale) {
        Map<String, Backing> backing = verifications.backing(person.id());
        List<Fact> facts = new ArrayList<>();
        add(facts, "name", person.name(), backing.get("given_name"), locale);
        add(facts, "birthdate", messages.date(locale, person.birthDate()), backing.get("birthdate"), locale);
        add(facts, "birth-place", person.birthPlace(), backing.get("place_of_birth"), locale);
        add(facts, "gender", messages.text(locale, "identity.sex." + person.sex()), backing.get("gender"), locale);
        add(facts, "address", person.address() + ", " + person.town(), backing.get("address"), locale);
        String phone = person.phone();
        if (phone != null) {
            facts.add(new Fact(
                    messages.text(locale, "identity.me.fact.phone"),
                    phone,
                    messages.text(locale, "identity.me.proof.code")));
        }
        String email = person.email();
        if (email != null) {
            facts.add(new Fact(
                    messages.text(locale, "identity.me.fact.email"),
                    email,
                    Optional.ofNullable(person.emailVerifiedAt())
                            .map(at -> messages.text(
                                    locale,
                                    "identity.me.proof.mail",
                                    messages.date(locale, LocalDate.ofInstant(at, Country.ZONE))))
                            .orElseGet(() -> messages.text(locale, "identity.me.proof.none"))));
        }
        return facts;
    }

    private void add(List<Fact> facts, String name, String value, @Nullable Backing backing, Locale locale) {
        facts.add(new Fact(
                messages.text(locale, "identity.me.fact." + name),
                value,
                backing == null
                        ? messages.text(locale, "identity.me.proof.none")
                        : messages.text(
                                locale,
                                "identity.me.proof." + backing.level().name(),
                                country.nameOf(backing.source()).in(locale),
                                messages.date(locale, LocalDate.ofInstant(backing.at(), Country.ZONE)))));
    }

    private List<Fact> companyFacts(PersonNumber number, Locale locale) {
        return companies
                .find(number)
                .map(company -> List.of(
                        new Fact(
                                messages.text(locale, "identity.me.fact.name"),
                                company.name(),
                                messages.text(
                                        locale,
                                        "identity.me.proof.companies",
                                        messages.date(locale, company.toldOn()))),
                        new Fact(
                                messages.text(locale, "identity.me.fact.registration"),
                                company.registration(),
                                messages.text(
                                        locale,
                                        "identity.me.proof.companies",
                                        messages.date(locale, company.toldOn())))))
                .orElse(List.of());
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.OWN_DATA_TAKEN)
    @GetMapping(PATH + "/data.json")
    void json(Actor actor, HttpServletResponse response) throws IOException {
        try (Writer out = begin(actor, "json", "application/json", response)) {
            copy.json(actor.subject(), out);
        }
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.OWN_DATA_TAKEN)
    @GetMapping(PATH + "/data.html")
    void html(Actor actor, Locale locale, HttpServletResponse response) throws IOException {
        try (Writer out = begin(actor, "html", "text/html", response)) {
            copy.html(actor.subject(), locale, out);
        }
    }

    /** It is in the log before the first of it has left. Who merely helps or was let act does not take all of it with him. */
    private Writer begin(Actor actor, String form, String type, HttpServletResponse response) throws IOException {
        Actor.Represented represented = actor.actingFor();
        if (represented != null && !represented.readsInbox()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.matter-own");
        }
        audit.record(actor.does(AuditEvent.OWN_DATA_TAKEN, null, Map.of("form", form)));
        response.setContentType(type + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"my-data." + form + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    }
}
