package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.PublicPage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handlers of which tests know exactly what they ask for; they are in no build that is delivered. */
@RestController
class ProbeController {
    @GetMapping("/probe/open")
    @PublicPage
    String open(@Nullable Actor actor) {
        return actor == null ? "nobody" : actor.name();
    }

    @GetMapping("/probe/forgotten")
    String forgotten() {
        return "never seen";
    }

    @GetMapping("/probe/citizen")
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    String citizen(Actor actor) {
        return actor.subjectName();
    }

    @GetMapping("/probe/officer")
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    String officer(Actor actor) {
        return actor.name();
    }

    @GetMapping("/probe/named/{name}")
    @PublicPage
    String named(@PathVariable String name) {
        return "named " + name;
    }

    @PostMapping("/probe/named/{name}")
    @PublicPage
    String renamed(@PathVariable String name) {
        return "renamed " + name;
    }

    @GetMapping({"/probe/either/{name}", "/probe/or/{name}"})
    @PublicPage
    String either(@PathVariable String name) {
        return "either " + name;
    }

    @PostMapping("/probe/form")
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.DRAFT_SAVED)
    String form(Actor actor, @RequestParam List<String> answer) {
        return actor.name() + " sent " + answer;
    }

    @PostMapping("/probe/surely")
    @Allows(
            roles = {},
            assurance = Assurance.SUBSTANTIAL,
            matter = Matter.ANY,
            audit = AuditEvent.DRAFT_SAVED)
    String surely(Actor actor, @RequestParam List<String> answer) {
        return actor.name() + " surely sent " + answer;
    }
}
