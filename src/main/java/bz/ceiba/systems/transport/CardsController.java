package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A supervisor's page of what goes to the card printer. */
@Controller
class CardsController {
    static final String PATH = "/transport/cards";
    private static final int SHORTEST_WHY = 5;
    private static final int LONGEST_WHY = 300;

    private final Cards cards;
    private final PrintCards print;
    private final Audit audit;
    private final Messages messages;

    CardsController(Cards cards, PrintCards print, Audit audit, Messages messages) {
        this.cards = cards;
        this.print = print;
        this.audit = audit;
        this.messages = messages;
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH)
    Html list(Actor actor) {
        requireSupervisor(actor);
        read(actor, "card-batches");
        return Html.of("transport/cards")
                .with("waiting", cards.waiting(PrintCards.MOST).size())
                .with("most", PrintCards.MOST)
                .with("batches", cards.batches());
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CARDS_BATCHED)
    @PostMapping(PATH)
    String make(Actor actor) {
        requireSupervisor(actor);
        return "redirect:" + PATH + "/" + print.make(actor);
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.REGISTER_READ)
    @GetMapping(PATH + "/{number}")
    Html open(@PathVariable int number, Actor actor) {
        requireSupervisor(actor);
        CardBatch batch = require(number);
        read(actor, "card-batch " + number);
        return page(batch, Map.of());
    }

    private Html page(CardBatch batch, Map<String, String> errors) {
        return Html.of("transport/card-batch")
                .with("batch", batch)
                .with("printed", cards.printed(batch.number()))
                .errors(errors);
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CARDS_READ)
    @GetMapping(PATH + "/{number}.zip")
    void file(@PathVariable int number, Actor actor, HttpServletResponse response) throws IOException {
        requireSupervisor(actor);
        CardBatch batch = require(number);
        Path file = Files.createTempFile("cards", ".zip");
        try {
            print.write(actor, batch, file);
            response.setContentType("application/zip");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename("cards-" + number + ".zip")
                            .build()
                            .toString());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setContentLengthLong(Files.size(file));
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.delete(file);
        }
    }

    @Allows(roles = Role.SUPERVISOR, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CARD_SPOILT)
    @PostMapping(PATH + "/{number}/spoilt")
    Object spoilt(
            @PathVariable int number,
            @RequestParam(defaultValue = "") String document,
            @RequestParam(defaultValue = "") String why,
            Actor actor,
            Locale locale) {
        requireSupervisor(actor);
        CardBatch batch = require(number);
        String said = why.strip();
        if (said.length() < SHORTEST_WHY || said.length() > LONGEST_WHY) {
            return page(batch, Map.of("why-" + document, messages.text(locale, "transport.wrong.spoilt")));
        }
        print.spoil(actor, batch, document, said);
        return "redirect:" + PATH + "/" + number;
    }

    private CardBatch require(int number) {
        return cards.find(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "transport.problem.card-batch"));
    }

    private void read(Actor actor, String record) {
        audit.record(actor.doesFor(RegisterController.AGENCY, AuditEvent.REGISTER_READ, Map.of("record", record)));
    }

    static boolean isSupervisor(Actor actor) {
        return actor.holds(Role.SUPERVISOR, RegisterController.AGENCY);
    }

    private static void requireSupervisor(Actor actor) {
        if (!isSupervisor(actor)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
    }
}
