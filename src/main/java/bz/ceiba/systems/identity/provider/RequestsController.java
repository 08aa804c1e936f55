package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people answer parties that ask them from a counter or on the phone, on a device of their own. */
@Controller
class RequestsController {
    static final String PATH = "/identity/requests";

    private final ProviderSession session;
    private final BackchannelRequests requests;
    private final BackchannelAnswers answers;
    private final RelyingParties parties;
    private final Consents consents;
    private final People people;
    private final Authenticators authenticators;
    private final Audit audit;
    private final Messages messages;
    private final Clock clock;

    RequestsController(
            ProviderSession session,
            BackchannelRequests requests,
            BackchannelAnswers answers,
            RelyingParties parties,
            Consents consents,
            People people,
            Authenticators authenticators,
            Audit audit,
            Messages messages,
            Clock clock) {
        this.session = session;
        this.requests = requests;
        this.answers = answers;
        this.parties = parties;
        this.consents = consents;
        this.people = people;
        this.authenticators = authenticators;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        Person person = himself(actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "requests")));
        List<RequestPage> waiting = requests.waiting(person.id()).stream()
                .flatMap(request -> Optional.ofNullable(parties.findByClientId(request.client()))
                        .map(party -> page(request, party, person, Locale.ENGLISH))
                        .stream())
                .toList();
        return Html.of("identity/requests").with("waiting", waiting);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH + "/{id}")
    Object ask(@PathVariable UUID id, Actor actor, HttpServletRequest http, Locale locale) {
        Person person = himself(actor);
        BackchannelRequest request = open(id, person);
        RegisteredClient party = party(request);
        Optional<ResponseEntity<Void>> further = further(request, person, http);
        if (further.isPresent()) {
            return further.get();
        }
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "requests")));
        return Html.of("identity/request").with("asking", page(request, party, person, locale));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.CONSENT_GIVEN)
    @PostMapping(PATH + "/{id}")
    Object answer(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") Set<String> claim,
            Actor actor,
            HttpServletRequest http) {
        Person person = himself(actor);
        BackchannelRequest request = open(id, person);
        RegisteredClient party = party(request);
        boolean allowed = decision.equals(AuthorizationRequests.ALLOW);
        if (!allowed) {
            answers.refuse(request, party, person);
            return redirect(PATH);
        }
        Optional<ResponseEntity<Void>> further = further(request, person, http);
        if (further.isPresent()) {
            return further.get();
        }
        Set<PersonClaim> chosen =
                claim.stream().map(PersonClaim::of).flatMap(Optional::stream).collect(Collectors.toSet());
        Authentication who = session.of(http).orElseThrow();
        answers.allow(request, party, person, who, chosen);
        return redirect(PATH);
    }

    private static ResponseEntity<Void> redirect(String to) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, to)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Nobody answers for another. */
    private Person himself(Actor actor) {
        if (actor.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.acting");
        }
        return people.find(actor.person()).orElseThrow();
    }

    private BackchannelRequest open(UUID id, Person person) {
        return requests.find(id)
                .filter(request -> person.id().equals(request.person()) && request.isOpen(clock.instant()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "identity.problem.request-over"));
    }

    private RegisteredClient party(BackchannelRequest request) {
        RegisteredClient party = parties.findByClientId(request.client());
        if (party == null) {
            throw new Problem(Problem.Kind.NOT_FOUND, "identity.problem.request-over");
        }
        return party;
    }

    /** Where the person first has to go, when he has not signed in here or not as surely as the party asks and he can. */
    private Optional<ResponseEntity<Void>> further(BackchannelRequest request, Person person, HttpServletRequest http) {
        String back = "continue=" + Urls.encode(PATH + "/" + request.id());
        Optional<Authentication> who =
                session.of(http).filter(one -> one.getName().equals(person.id().toString()));
        if (who.isEmpty()) {
            return Optional.of(redirect("/identity/sign-in?" + back));
        }
        Assurance attainable = authenticators.worth(person, authenticators.attainable(person));
        Assurance level = ProviderSession.level(who.get());
        return request.asked()
                .highest(attainable)
                .filter(wanted -> wanted.compareTo(level) > 0)
                .map(wanted -> redirect("/identity/sign-in?level=" + wanted + "&" + back));
    }

    private RequestPage page(BackchannelRequest request, RegisteredClient party, Person person, Locale locale) {
        RelyingParties.Purpose purpose = RelyingParties.purpose(party);
        Asked asked = request.asked();
        Set<PersonClaim> before = purpose == null
                ? Set.of()
                : consents.inForce(Subject.of(person), party)
                        .map(Consents.Consent::granted)
                        .orElse(Set.of());
        List<ConsentPage.Claim> claims = purpose == null
                ? List.of()
                : Consents.askable(Subject.of(person), party, asked).stream()
                        .map(claim -> new ConsentPage.Claim(
                                claim.id(),
                                Subject.of(person).written(claim, messages, locale),
                                asked.essential().contains(claim),
                                before.contains(claim)))
                        .toList();
        return new RequestPage(
                request.id(),
                party.getClientName(),
                RelyingParties.sector(party),
                purpose == null ? "" : purpose.in(locale),
                Objects.requireNonNullElse(request.bindingMessage(), ""),
                request.askedAt(),
                claims);
    }
}
