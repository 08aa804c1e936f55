package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.MandateWords;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.provider.ConsentQuestions.Question;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks people on the way to a relying party for whom they are here: for themselves, or for whom they may act. */
@Controller
class RepresentationController {
    static final String PATH = "/identity/consent/represented";

    /** What stands for oneself in the form. */
    private static final String SELF = "self";

    private final ConsentQuestions questions;
    private final Representing representing;
    private final Authorizations authorizations;
    private final Consents consents;
    private final Audit audit;
    private final Messages messages;

    RepresentationController(
            ConsentQuestions questions,
            Representing representing,
            Authorizations authorizations,
            Consents consents,
            Audit audit,
            Messages messages) {
        this.questions = questions;
        this.representing = representing;
        this.authorizations = authorizations;
        this.consents = consents;
        this.audit = audit;
        this.messages = messages;
    }

    @PublicPage
    @GetMapping(PATH)
    Html ask(@RequestParam(defaultValue = "") String state, HttpServletRequest http, Locale locale) {
        return page(open(state, http), Map.of(), locale);
    }

    private Question open(String state, HttpServletRequest http) {
        Question question = questions.open(state, http);
        if (!question.request().getScopes().contains(Representing.SCOPE)) {
            throw ConsentQuestions.over();
        }
        return question;
    }

    private Html page(Question question, Map<String, String> errors, Locale locale) {
        List<Option> options = new ArrayList<>(List.of(new Option(
                SELF,
                messages.text(
                        locale, "identity.represented.self", question.who().name()))));
        List<Option> impossible = new ArrayList<>();
        for (Representing.Choice choice : representing.choices(question.who(), question.client())) {
            String why = choice.mandates().stream()
                    .map(mandate -> MandateWords.of(mandate, messages, locale))
                    .collect(Collectors.joining(" "));
            (choice.alone() ? options : impossible).add(new Option(choice.number(), choice.name(), why));
        }
        return Html.of("identity/represented")
                .with(
                        "asking",
                        new RepresentationPage(
                                question.client().getClientId(),
                                question.client().getClientName(),
                                RelyingParties.pages(question.client()),
                                question.state(),
                                List.copyOf(new TreeSet<>(question.request().getScopes())),
                                options,
                                impossible))
                .errors(errors);
    }

    /**
     * Keeps with the request who was chosen, and leads on to the question for consent, or back to the provider's authorization endpoint when
     * that was answered before.
     */
    @PublicPage
    @PostMapping(PATH)
    Object choose(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String represented,
            HttpServletRequest http,
            Locale locale) {
        Question question = open(state, http);
        if (represented.isEmpty()) {
            return page(question, Map.of("represented", messages.text(locale, "identity.represented.missing")), locale);
        }
        Subject subject = represented.equals(SELF) ? Subject.of(question.who()) : chosen(question, represented);
        keep(question, subject);
        if (consents.isDue(subject, question.client(), question.request())) {
            return ConsentQuestions.redirect(ConsentController.QUESTION, question);
        }
        // The browser sends the same form there, with AS_BEFORE for the answer.
        return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                .header(HttpHeaders.LOCATION, AuthorizationRequests.PATH)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /**
     * @throws Problem FORBIDDEN when he may not act for this one here, be it by a form that he changed; that is noted
     */
    private Subject chosen(Question question, String represented) {
        return PersonNumber.parse(represented)
                .flatMap(number -> representing.chosen(question.who(), number, question.client()))
                .orElseThrow(() -> {
                    audit.record(Subject.of(question.who())
                            .did(AuditEvent.ACCESS_REFUSED, Map.of("action", "POST " + PATH, "reason", "mandate")));
                    return new Problem(Problem.Kind.FORBIDDEN, "access.problem.mandate");
                });
    }

    private void keep(Question question, Subject subject) {
        if (subject.isActedFor()) {
            audit.record(subject.did(
                    AuditEvent.ACTING_BEGUN,
                    Map.of(
                            "client",
                            question.client().getClientId(),
                            "party",
                            question.client().getClientName())));
        }
        try {
            authorizations.save(OAuth2Authorization.from(question.authorization())
                    .attribute(Representing.CHOSEN, subject.id().toString())
                    .build());
        } catch (OAuth2AuthenticationException e) {
            // Another request of the same browser has answered meanwhile.
            throw ConsentQuestions.over();
        }
    }
}
