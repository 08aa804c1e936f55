package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Somebody's own vehicles, and those that others say he has now. */
@Controller
class VehiclesController {
    static final String PATH = "/transport/vehicles";

    private final Register register;
    private final Covers covers;
    private final Drivers drivers;
    private final Endorsements endorsements;
    private final PenaltyPoints points;
    private final Transfers transfers;
    private final AnswerTransfer answer;
    private final Cases cases;
    private final JdbcClient db;
    private final Audit audit;

    VehiclesController(
            Register register,
            Covers covers,
            Drivers drivers,
            Endorsements endorsements,
            PenaltyPoints points,
            Transfers transfers,
            AnswerTransfer answer,
            Cases cases,
            JdbcClient db,
            Audit audit) {
        this.register = register;
        this.covers = covers;
        this.drivers = drivers;
        this.endorsements = endorsements;
        this.points = points;
        this.transfers = transfers;
        this.answer = answer;
        this.cases = cases;
        this.db = db;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html vehicles(Actor actor, @RequestParam(defaultValue = "") String done) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "vehicles")));
        String subject = actor.subject().digits();
        List<WaitingTransfer> waiting = transfers.unanswered(actor.subject()).stream()
                .filter(one -> cases.find(one.caseNumber())
                        .filter(file -> file.state().equals("confirming"))
                        .isPresent())
                .map(one ->
                        new WaitingTransfer(one, register.find(one.vehicle()).orElseThrow()))
                .toList();
        List<OwnVehicle> own = register.keptBy(subject).stream()
                .map(vehicle ->
                        new OwnVehicle(register.now(vehicle), covers.now(vehicle), certificate(vehicle, subject)))
                .toList();
        return Html.of("transport/vehicles")
                .with("waiting", waiting)
                .with("own", own)
                .with("entitlements", drivers.entitlements(actor.subject()))
                .with("endorsements", endorsements.of(actor.subject()))
                .with("codes", LicenceCodes.load())
                .with("bars", drivers.bars(actor.subject()))
                .with("points", points.standing(actor.subject()))
                .with("done", done);
    }

    private String certificate(Vehicle vehicle, String holder) {
        return db.sql("""
                select document from transport.certificate where vehicle = ? and holder = ? order by issued_at desc limit 1
                """)
                .param(vehicle.id())
                .param(holder)
                .query(String.class)
                .optional()
                .orElse("");
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.CASE_MOVED)
    @PostMapping(PATH + "/{number}")
    String answer(@PathVariable String number, @RequestParam(defaultValue = "") String confirm, Actor actor) {
        CaseNumber found = CaseNumber.parse(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        boolean confirmed = confirm.equals("true");
        answer.answer(actor, found, confirmed);
        return "redirect:" + PATH + "?done=" + (confirmed ? "confirmed" : "declined");
    }
}
