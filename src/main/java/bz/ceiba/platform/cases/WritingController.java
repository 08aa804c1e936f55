package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.web.Html;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What officers write in a case: notes for each other, letters to the applicant. */
@Controller
class WritingController {
    private final DeskPage page;
    private final Notes notes;
    private final Letters letters;
    private final Services services;

    WritingController(DeskPage page, Notes notes, Letters letters, Services services) {
        this.page = page;
        this.notes = notes;
        this.letters = letters;
        this.services = services;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.NOTE_WRITTEN)
    @PostMapping("/cases/desk/{number}/notes")
    String note(@PathVariable String number, @RequestParam(defaultValue = "") String text, Actor actor) {
        CaseFile file = page.file(number, actor);
        notes.write(actor, file, text);
        return "redirect:/cases/desk/" + file.number() + "#notes";
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.LETTER_SENT)
    @GetMapping("/cases/desk/{number}/letters")
    Html choose(@PathVariable String number, Actor actor) {
        CaseFile file = page.file(number, actor);
        return Html.of("cases/letter")
                .with("file", file)
                .with("service", services.of(file))
                .with("previews", letters.previews(file, "[…]"))
                .with("key", letters.newKey().toString());
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.LETTER_SENT)
    @PostMapping("/cases/desk/{number}/letters")
    String send(
            @PathVariable String number,
            @RequestParam UUID key,
            @RequestParam String letter,
            @RequestParam(defaultValue = "") String message,
            Actor actor) {
        CaseFile file = page.file(number, actor);
        letters.send(actor, file, key, letter, message);
        return "redirect:/cases/desk/" + file.number() + "#letters";
    }
}
