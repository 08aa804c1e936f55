package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where officers of both agencies register travellers whose passport they hold. */
@Controller
class RegisterController {
    private final Desk desk;
    private final Declarations declarations;
    private final Registered registered;
    private final RegisterTraveller register;

    RegisterController(Desk desk, Declarations declarations, Registered registered, RegisterTraveller register) {
        this.desk = desk;
        this.declarations = declarations;
        this.registered = registered;
        this.register = register;
    }

    private Declaration open(String number, Actor actor) {
        Declaration declaration = declarations
                .find(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        desk.looked(actor, DeskController.part(actor), declaration, "register");
        return declaration;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(DeskController.PATH + "/{number}/register")
    Html show(@PathVariable String number, @RequestParam(defaultValue = "") String done, Actor actor) {
        return page(open(number, actor), Map.of(), Map.of()).with("done", Done.known(done));
    }

    private Html page(Declaration declaration, Map<String, String> values, Map<String, String> errors) {
        return Html.of("border/desk-register")
                .with("declaration", declaration)
                .with("registered", registered.on(declaration.number()))
                .with("names", desk.names(declaration))
                .with("values", values)
                .errors(errors);
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VISITOR_REGISTERED)
    @PostMapping(DeskController.PATH + "/{number}/register")
    Object register(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Declaration declaration = open(number, actor);
        Map<String, String> errors = register.register(
                declaration,
                posted.getOrDefault("zone", ""),
                posted.getOrDefault("email", ""),
                posted.containsKey("compared"),
                actor,
                locale);
        return errors.isEmpty()
                ? Done.at(DeskController.PATH + "/" + declaration.number() + "/register", "registered")
                : page(declaration, posted, errors);
    }
}
