package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.TravelDocuments;
import bz.ceiba.platform.kernel.TravelDocuments.Passport;
import bz.ceiba.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An officer who holds a traveller's passport gets him a number from the register of people, or confirms the one that he has. */
@Component
class RegisterTraveller {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>]{1,64}@[^\\s@<>]{1,180}");

    private final Registered registered;
    private final TravelDocuments documents;
    private final Telling telling;
    private final Messages messages;
    private final JsonMapper json;

    RegisterTraveller(
            Registered registered, TravelDocuments documents, Telling telling, Messages messages, JsonMapper json) {
        this.registered = registered;
        this.documents = documents;
        this.telling = telling;
        this.messages = messages;
        this.json = json;
    }

    /**
     * Registers the bearer; not in a transaction.
     *
     * @param email as the traveller says it, or empty
     * @param compared whether the chip's signature was verified, or the issuer asked
     * @return what is wrong, by field; empty when he is registered
     */
    Map<String, String> register(
            Declaration declaration, String zone, String email, boolean compared, Actor officer, Locale locale) {
        TravelDocuments.Reading reading = documents.read(zone, locale);
        Passport passport = reading.passport();
        if (passport == null) {
            return Map.of("zone", reading.fault());
        }
        if (!email.isBlank() && !EMAIL.matcher(email.strip()).matches()) {
            return Map.of("email", messages.text(locale, "border.register.email-wrong"));
        }
        if (registered
                .position(declaration, passport.issuer(), passport.number())
                .isEmpty()) {
            return Map.of("zone", messages.text(locale, "border.register.not-on-it"));
        }
        try {
            String person = telling.tell(new Message(
                            "identity.visitor-seen",
                            DeskController.part(officer).agency(),
                            JointView.PURPOSE,
                            null,
                            officer.number(),
                            officer.name(),
                            locale,
                            body(declaration, passport, email, compared, locale)))
                    .path("person")
                    .asString("");
            registered.add(
                    declaration.number(),
                    passport.issuer(),
                    passport.number(),
                    new PersonNumber(person),
                    officer.number());
            return Map.of();
        } catch (Problem refused) {
            if (refused.kind() != Problem.Kind.INVALID || refused.fields().isEmpty()) {
                throw refused;
            }
            String field = refused.fields().getFirst().field().equals("/email") ? "email" : "zone";
            return Map.of(field, refused.fields().getFirst().message());
        }
    }

    private ObjectNode body(Declaration declaration, Passport passport, String email, boolean compared, Locale locale) {
        ObjectNode body = json.createObjectNode()
                .put("given_name", passport.given())
                .put("family_name", passport.surname())
                .put("birth_date", String.valueOf(passport.birth()))
                .put("sex", passport.sex())
                .put("nationality", passport.nationality())
                .put("issuer", passport.issuer())
                .put("document", passport.number())
                .put("expiry", passport.expiry().toString())
                .put("language", locale.getLanguage())
                .put("compared", compared)
                .put("process", declaration.number());
        return email.isBlank() ? body : body.put("email", email.strip());
    }
}
