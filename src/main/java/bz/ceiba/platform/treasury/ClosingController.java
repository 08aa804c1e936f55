package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.DayBook.TillDay;
import bz.ceiba.platform.payments.DayBook.VoucherDay;
import bz.ceiba.platform.treasury.Closing.AccountLine;
import bz.ceiba.platform.treasury.Closing.ReceiptLine;
import bz.ceiba.platform.treasury.Closing.RevenueLine;
import bz.ceiba.platform.treasury.Closing.VoucherLine;
import bz.ceiba.platform.web.Csv;
import bz.ceiba.platform.web.Html;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Closing the day, and the reports of days that are closed. */
@Controller
class ClosingController {
    private final Closings closings;
    private final CloseDay closeDay;
    private final Country country;
    private final Audit audit;

    ClosingController(Closings closings, CloseDay closeDay, Country country, Audit audit) {
        this.closings = closings;
        this.closeDay = closeDay;
        this.country = country;
        this.audit = audit;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TREASURY_READ)
    @GetMapping("/treasury/closings")
    Html list(Actor actor) {
        read(actor, "closings");
        LocalDate today = closeDay.today();
        return Html.of("treasury/closings")
                .with("days", closings.latest())
                .with("today", today)
                .with(
                        "closed",
                        closings.lastDay().filter(last -> !today.isAfter(last)).isPresent());
    }

    private void read(Actor actor, String page) {
        Accounts.requireKeeper(actor);
        audit.record(actor.doesFor(Accounts.AGENCY, AuditEvent.TREASURY_READ, Map.of("page", page)));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.DAY_CLOSED)
    @PostMapping("/treasury/closings")
    String close(Actor actor) {
        Accounts.requireKeeper(actor);
        return "redirect:/treasury/closings/" + closeDay.close(closeDay.today(), actor);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TREASURY_READ)
    @GetMapping("/treasury/closings/{day}")
    Html show(@PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day, Actor actor) {
        read(actor, "closing " + day);
        Closing closing = found(day);
        Map<String, LocalizedText> agencies = Stream.concat(
                        closing.revenue().stream().map(RevenueLine::agency),
                        Stream.concat(
                                closing.receipts().stream().map(ReceiptLine::agency),
                                closing.tills().stream().map(TillDay::agency)))
                .distinct()
                .collect(Collectors.toMap(id -> id, country::nameOf));
        return Html.of("treasury/closing").with("closing", closing).with("agencies", agencies);
    }

    private Closing found(LocalDate day) {
        return closings.find(day).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "treasury.problem.not-closed"));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TREASURY_READ)
    @GetMapping("/treasury/closings/{day}.csv")
    ResponseEntity<byte[]> csv(
            @PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day, Actor actor) {
        read(actor, "closing " + day + " csv");
        Closing closing = found(day);
        Csv csv = new Csv()
                .line("agency", "head", "opening", "cash", "gateway", "bank", "vouchers", "refunds", "closing");
        for (RevenueLine line : closing.revenue()) {
            csv.line(
                    line.agency(),
                    line.head(),
                    dollars(line.opening()),
                    dollars(line.cash()),
                    dollars(line.gateway()),
                    dollars(line.bank()),
                    dollars(line.vouchers()),
                    dollars(line.refunds()),
                    dollars(line.closing()));
        }
        csv.line().line("agency", "year", "receipts", "first", "last", "gaps");
        for (ReceiptLine line : closing.receipts()) {
            csv.line(line.agency(), line.year(), line.count(), line.first(), line.last(), line.gaps());
        }
        vouchers(closing.vouchers(), csv);
        csv.line()
                .line(
                        "till",
                        "agency",
                        "office",
                        "cashier",
                        "opened",
                        "closed",
                        "counted",
                        "difference",
                        "deposit",
                        "slip");
        for (TillDay till : closing.tills()) {
            csv.line(
                    till.number(),
                    till.agency(),
                    till.office(),
                    till.clerkName(),
                    till.openedAt(),
                    till.closedAt(),
                    dollars(till.counted()),
                    dollars(till.difference()),
                    dollars(till.deposit()),
                    till.slip());
        }
        csv.line().line("account", "opening", "movement", "closing");
        for (AccountLine line : closing.accounts()) {
            csv.line(line.account(), dollars(line.opening()), dollars(line.movement()), dollars(line.closing()));
        }
        return csv.unkept("closing-" + day + ".csv");
    }

    private static void vouchers(VoucherLine line, Csv csv) {
        VoucherDay moved = line.moved();
        csv.line()
                .line("vouchers", "opening", "sold", "refunded", "redeemed", "given back", "expired", "closing")
                .line(
                        "all",
                        dollars(line.opening()),
                        dollars(moved.sold()),
                        dollars(moved.refunded()),
                        dollars(moved.redeemed()),
                        dollars(moved.givenBack()),
                        dollars(moved.expired()),
                        dollars(line.closing()));
    }

    private static String dollars(@Nullable Money amount) {
        return amount == null ? "" : BigDecimal.valueOf(amount.cents(), 2).toPlainString();
    }
}
