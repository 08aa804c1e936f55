package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.SignInAnswers.redirect;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.systems.identity.register.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A person's devices, and the link with which he says that a new one is not his. */
@Controller
class DeviceController {
    private static final String PATH = "/identity/devices";

    private final Devices devices;
    private final OwnAuthenticators own;

    DeviceController(Devices devices, OwnAuthenticators own) {
        this.devices = devices;
        this.own = own;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.DEVICE_REMOVED)
    @GetMapping(PATH + "/remove")
    Object removePage(@RequestParam(defaultValue = "") String id, Actor actor, HttpServletRequest request) {
        Person person = own.himself(actor);
        UUID removed = id(id);
        DevicePage device = own.devices(person, request).stream()
                .filter(one -> one.id().equals(removed.toString()))
                .findFirst()
                .orElseThrow(DeviceController::notFound);
        return own.mayChange(person, request)
                ? Html.of("identity/device-remove").with("device", device)
                : own.signInFirst(person, PATH + "/remove?id=" + removed);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.OWN,
            audit = AuditEvent.DEVICE_REMOVED)
    @PostMapping(PATH + "/remove")
    Object remove(@RequestParam(defaultValue = "") String id, Actor actor, HttpServletRequest request) {
        Person person = own.himself(actor);
        UUID removed = id(id);
        if (!own.mayChange(person, request)) {
            return own.signInFirst(person, PATH + "/remove?id=" + removed);
        }
        devices.remove(person, removed);
        return redirect("/identity/passkeys");
    }

    /** Nothing happens before the button is pressed: programs that look at mail follow links. */
    @PublicPage
    @GetMapping("/identity/not-me")
    Html notMePage(@RequestParam(name = "t", defaultValue = "") String token) {
        Optional<Device> device = devices.alarmed(token);
        return Html.of("identity/not-me")
                .with("token", token)
                .with("device", device.map(Device::name).orElse(null))
                .with("since", device.map(Device::firstAt).orElse(null));
    }

    @PublicPage
    @PostMapping("/identity/not-me")
    Html notMe(@RequestParam(name = "t", defaultValue = "") String token) {
        return Html.of("identity/not-me").with("done", devices.disown(token));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static Problem notFound() {
        return new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
    }
}
