package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Destinations;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people register the services that they run, and see what becomes of them. */
@Controller
class PartiesController {
    static final String PATH = "/identity/parties";

    private final OwnedParties parties;
    private final RelyingParties registered;
    private final PartyRows rows;
    private final PartyOwners owners;
    private final Destinations destinations;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    PartiesController(
            OwnedParties parties,
            RelyingParties registered,
            PartyRows rows,
            PartyOwners owners,
            Destinations destinations,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.parties = parties;
        this.registered = registered;
        this.rows = rows;
        this.owners = owners;
        this.destinations = destinations;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who acts for somebody does not register services in his name. */
    static void requireHimself(Actor actor) {
        if (actor.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "identity.problem.parties-acting");
        }
    }

    private static String address(String client) {
        return PATH + "/" + client;
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html mine(Actor actor) {
        requireHimself(actor);
        read(actor, "parties");
        return Html.of("identity/parties").with("mine", pages(actor, true)).with("invited", pages(actor, false));
    }

    private List<PartyPage> pages(Actor actor, boolean accepted) {
        return parties.of(actor, accepted).stream()
                .map(party -> PartyPage.of(party, List.of(), null, actor.number()))
                .toList();
    }

    private void read(Actor actor, String page) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", page)));
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH + "/new")
    Html empty(Actor actor, Locale locale) {
        requireHimself(actor);
        read(actor, "party-new");
        return form(Map.of("proof", PartyForm.SECRET, "pkce", "true"), Map.of(), null, locale);
    }

    /**
     * @param errors messages by field
     */
    private Html form(Map<String, String> typed, Map<String, String> errors, @Nullable String client, Locale locale) {
        Map<String, String> words = new LinkedHashMap<>();
        errors.forEach((field, key) -> words.put(field, messages.text(locale, key)));
        return Html.of("identity/party-form")
                .with("form", typed)
                .with("scopes", PartyForm.SCOPES)
                .with("matters", matters(locale))
                .with("client", client)
                .errors(words);
    }

    private List<Option> matters(Locale locale) {
        return Stream.concat(Stream.of(""), Representing.MATTERS.stream())
                .map(matter -> new Option(
                        matter,
                        messages.text(
                                locale, "identity.parties.representation." + (matter.isEmpty() ? "none" : matter))))
                .toList();
    }

    /** Shows the secret this once. */
    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_REGISTERED)
    @PostMapping(PATH)
    Html register(@RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        requireHimself(actor);
        PartyForm form = new PartyForm(typed, destinations::isAllowed, registered::areOf);
        PartyTerms terms = form.terms();
        String contact = form.contact();
        ClientMetadata metadata = form.metadata();
        if (!form.errors().isEmpty()) {
            return form(typed, form.errors(), null, locale);
        }
        OwnedParties.Registered made = parties.register(terms, contact, metadata, actor);
        return page(made.clientId(), actor).with("done", "registered").with("secret", made.secret());
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH + "/{client}")
    Html show(@PathVariable String client, @RequestParam(defaultValue = "") String done, Actor actor) {
        requireHimself(actor);
        Html page = page(client, actor);
        read(actor, "party");
        return page.with("done", List.of("waits", "changed", "asked").contains(done) ? done : null);
    }

    private Html page(String client, Actor actor) {
        Party party = parties.find(client, actor);
        return Html.of("identity/party")
                .with("now", clock.instant())
                .with(
                        "party",
                        PartyPage.of(
                                party,
                                owners.of(client),
                                rows.lastRequest(client).orElse(null),
                                actor.number()));
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH + "/{client}/change")
    Html change(@PathVariable String client, Actor actor, Locale locale) {
        requireHimself(actor);
        Party party = parties.find(client, actor);
        read(actor, "party-change");
        PartyTerms terms = party.terms();
        Map<String, String> form = new HashMap<>(Map.of(
                "name", terms.name(),
                "contact", party.contact(),
                "redirect", String.join("\n", terms.redirectUris()),
                "logout", String.join("\n", terms.logoutUris()),
                "purpose-en", terms.purposeEn(),
                "purpose-es", terms.purposeEs()));
        terms.scopes().forEach(scope -> form.put("scope." + scope, "true"));
        if (terms.proofs()) {
            form.put("proofs", "true");
        }
        if (terms.exchange()) {
            form.put("exchange", "true");
        }
        form.put("exchange-parties", String.join("\n", terms.exchangeParties()));
        form.put("representation", Objects.requireNonNullElse(terms.representation(), ""));
        return form(form, Map.of(), client, locale);
    }

    /** A service that moves to another host keeps its sector, and with it its people's pseudonyms. */
    private String sector(String client, String host) {
        return Optional.ofNullable(registered.findByClientId(client))
                .map(RelyingParties::sector)
                .orElse(host);
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/change")
    Object change(@PathVariable String client, @RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        requireHimself(actor);
        parties.find(client, actor);
        PartyForm form = new PartyForm(
                typed, destinations::isAllowed, (host, named) -> registered.areOf(sector(client, host), named));
        PartyTerms terms = form.terms();
        String contact = form.contact();
        if (!form.errors().isEmpty()) {
            return form(typed, form.errors(), client, locale);
        }
        boolean waits = parties.change(client, terms, contact, actor);
        return "redirect:" + address(client) + "?done=" + (waits ? "waits" : "changed");
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/production")
    String production(@PathVariable String client, Actor actor) {
        requireHimself(actor);
        parties.askForProduction(client, actor);
        return "redirect:" + address(client) + "?done=asked";
    }

    /** Shows the new secret this once. */
    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/secret")
    Html secret(@PathVariable String client, Actor actor) {
        requireHimself(actor);
        String secret = parties.rotateSecret(client, actor);
        return page(client, actor).with("done", "rotated").with("secret", secret);
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/keys")
    Object key(@PathVariable String client, @RequestParam(defaultValue = "") String jwks, Actor actor, Locale locale) {
        requireHimself(actor);
        PartyForm form = new PartyForm(Map.of(), destinations::isAllowed, registered::areOf);
        JWKSet keys = form.keys(jwks.strip(), "jwks");
        if (!form.errors().isEmpty()) {
            return page(client, actor)
                    .with("typed", jwks)
                    .with(
                            "errors",
                            Map.of("jwks", messages.text(locale, form.errors().getOrDefault("jwks", ""))))
                    .status(422);
        }
        parties.addKeys(client, keys, actor);
        return "redirect:" + address(client) + "?done=changed";
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/keys/remove")
    String removeKey(@PathVariable String client, @RequestParam(defaultValue = "") String kid, Actor actor) {
        requireHimself(actor);
        parties.removeKey(client, kid, actor);
        return "redirect:" + address(client) + "?done=changed";
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/owners")
    Object invite(
            @PathVariable String client, @RequestParam(defaultValue = "") String number, Actor actor, Locale locale) {
        requireHimself(actor);
        Optional<PersonNumber> person = PersonNumber.parse(number);
        if (person.isEmpty()) {
            return page(client, actor)
                    .with("number", number)
                    .with("errors", Map.of("number", messages.text(locale, "identity.parties.wrong.number")))
                    .status(422);
        }
        parties.invite(client, person.get(), actor);
        return "redirect:" + address(client) + "?done=changed";
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/owners/accept")
    String accept(@PathVariable String client, Actor actor) {
        requireHimself(actor);
        parties.accept(client, actor);
        return "redirect:" + address(client);
    }

    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.OWN,
            audit = AuditEvent.PARTY_CHANGED)
    @PostMapping(PATH + "/{client}/owners/remove")
    String remove(@PathVariable String client, @RequestParam(defaultValue = "") String number, Actor actor) {
        requireHimself(actor);
        parties.remove(client, number, actor);
        return "redirect:" + PATH;
    }
}
