package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.provider.ConsentQuestions.Question;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks people for their consent on the way to a relying party, and shows them what they answered. */
@Controller
class ConsentController {
    static final String QUESTION = "/identity/consent";
    private static final String PATH = "/identity/consents";

    private final ConsentQuestions questions;
    private final Representing representing;
    private final Consents consents;
    private final People people;
    private final Audit audit;
    private final Messages messages;

    ConsentController(
            ConsentQuestions questions,
            Representing representing,
            Consents consents,
            People people,
            Audit audit,
            Messages messages) {
        this.questions = questions;
        this.representing = representing;
        this.consents = consents;
        this.people = people;
        this.audit = audit;
        this.messages = messages;
    }

    /**
     * The question; the answer goes to the provider's authorization endpoint, which leads on to the party. Who may act for others there says first
     * for whom he is here.
     */
    @PublicPage
    @GetMapping(QUESTION)
    Object ask(@RequestParam(defaultValue = "") String state, HttpServletRequest request, Locale locale) {
        Question question = questions.open(state, request);
        RegisteredClient client = question.client();
        boolean represents = representing.isQuestion(
                question.who(), client, question.request().getScopes());
        if (represents && !Representing.isChosen(question.authorization())) {
            return ConsentQuestions.redirect(RepresentationController.PATH, question);
        }
        Subject subject = representing
                .of(question.authorization(), client)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "identity.problem.represented-over"));
        if (subject.isActedFor()) {
            // He sees what the register says of the other one.
            audit.record(subject.did(AuditEvent.OWN_DATA_READ, Map.of("page", "consent")));
        }
        return Html.of("identity/consent").with("asking", page(question, subject, represents, locale));
    }

    private ConsentPage page(Question question, Subject subject, boolean represents, Locale locale) {
        RegisteredClient client = question.client();
        Asked asked = Asked.of(question.request());
        Set<PersonClaim> essential = Consents.essential(subject, client, asked);
        boolean proofs = Consents.asksForProofs(subject, client, asked);
        Set<PersonClaim> before =
                consents.inForce(subject, client).map(Consents.Consent::granted).orElse(Set.of());
        boolean sees = representing.maySee(subject);
        List<ConsentPage.Claim> claims = Consents.askable(subject, client, asked).stream()
                .map(claim -> new ConsentPage.Claim(
                        claim.id(),
                        value(claim, subject, sees, locale),
                        essential.contains(claim),
                        before.contains(claim)))
                .toList();
        return new ConsentPage(
                client.getClientId(),
                client.getClientName(),
                RelyingParties.pages(client),
                Objects.requireNonNull(RelyingParties.purpose(client)).in(locale),
                question.who().name(),
                subject.isActedFor() ? subject.name() : null,
                represents,
                question.state(),
                List.copyOf(new TreeSet<>(question.request().getScopes())),
                claims,
                proofs,
                proofs
                        ? asked.verified().stream()
                                .flatMap(VerifiedRequest::purposes)
                                .distinct()
                                .toList()
                        : List.of());
    }

    private String value(PersonClaim claim, Subject subject, boolean sees, Locale locale) {
        if (!sees && claim != PersonClaim.NAME) {
            return messages.text(locale, "identity.consent.hidden");
        }
        return subject.written(claim, messages, locale);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html mine(Actor actor, Locale locale) {
        Person person = people.find(actor.person()).orElseThrow();
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "consents")));
        return Html.of("identity/consents")
                .with(
                        "given",
                        consents.of(person.id()).stream()
                                .map(consent -> given(consent, person, locale))
                                .toList());
    }

    private GivenConsent given(Consents.Consent consent, Person reader, Locale locale) {
        Subject subject = consents.subject(consent);
        Person by = subject.actor();
        Mandate.Ground ground = subject.ground();
        boolean own = subject.number().equals(reader.number());
        return new GivenConsent(
                consent.id(),
                consent.party(),
                consent.purpose().in(locale),
                words(consent, locale),
                by == null || !own ? null : by.name(),
                own ? null : subject.name(),
                ground == null ? null : messages.text(locale, "audit.uses.ground." + ground.name()),
                consent.givenAt(),
                consent.endedAt(),
                consent.withdrawn());
    }

    private List<String> words(Consents.Consent consent, Locale locale) {
        return Stream.concat(
                        consent.granted().stream().map(claim -> "identity.claim." + claim.id()),
                        consent.proofs() ? Stream.of("identity.claim.proofs") : Stream.<String>of())
                .map(key -> messages.text(locale, key))
                .toList();
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.CONSENT_WITHDRAWN)
    @PostMapping(PATH + "/{receipt}/withdraw")
    String withdraw(@PathVariable UUID receipt, Actor actor) {
        consents.withdraw(actor, receipt);
        return "redirect:" + PATH;
    }

    /** A receipt for programs, with the fields of a consent record (ISO/IEC TS 27560:2023). */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH + "/{receipt}/receipt")
    ResponseEntity<Map<String, Object>> receipt(@PathVariable UUID receipt, Actor actor) {
        Person person = people.find(actor.person()).orElseThrow();
        Consents.Consent consent = consents.of(person.id()).stream()
                .filter(one -> one.id().equals(receipt))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "consent-receipt")));
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("record_id", consent.id().toString());
        Subject subject = consents.subject(consent);
        record.put("pii_principal_id", subject.number().digits());
        if (subject.actor() != null && subject.ground() != null) {
            record.put(
                    "given_by",
                    Map.of(
                            "name", subject.actor().name(),
                            "ground", subject.ground().name().toLowerCase(Locale.ROOT)));
        }
        record.put("pii_controller", Map.of("name", consent.party(), "identifier", consent.client()));
        record.put(
                "purpose",
                Map.of("en", consent.purpose().en(), "es", consent.purpose().es()));
        record.put("lawful_basis", "consent");
        record.put("pii_information", ids(consent.granted()));
        record.put("proofs", consent.proofs());
        record.put("pii_not_given", ids(consent.refused()));
        record.put("events", events(consent));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("consent-" + consent.id() + ".json")
                                .build()
                                .toString())
                .body(record);
    }

    private static List<Map<String, String>> events(Consents.Consent consent) {
        Instant ended = consent.endedAt();
        Map<String, String> given =
                Map.of("event", "given", "at", consent.givenAt().toString());
        return ended == null
                ? List.of(given)
                : Stream.of(
                                given,
                                Map.of("event", consent.withdrawn() ? "withdrawn" : "replaced", "at", ended.toString()))
                        .toList();
    }

    private static List<String> ids(Collection<PersonClaim> claims) {
        return claims.stream().map(PersonClaim::id).toList();
    }
}
