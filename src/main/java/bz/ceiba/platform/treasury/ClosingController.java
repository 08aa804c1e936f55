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
import bz.ceiba.platform.web.Html;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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
        audit.record(actor.doesFor(Accounts.AGENCY, AuditEvent.TREASURY_READ, null, null, null, Map.of("page", page)));
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
        StringBuilder csv = new StringBuilder("agency,head,opening,cash,gateway,bank,vouchers,refunds,closing\r\n");
        for (RevenueLine line : closing.revenue()) {
            csv.append(line.agency()).append(',').append(line.head());
            Stream.of(
                            line.opening(),
                            line.cash(),
                            line.gateway(),
                            line.bank(),
                            line.vouchers(),
                            line.refunds(),
                            line.closing())
                    .forEach(amount -> csv.append(',').append(dollars(amount)));
            csv.append("\r\n");
        }
        csv.append("\r\nagency,year,receipts,first,last,gaps\r\n");
        for (ReceiptLine line : closing.receipts()) {
            csv.append(line.agency())
                    .append(',')
                    .append(line.year())
                    .append(',')
                    .append(line.count());
            csv.append(',')
                    .append(line.first())
                    .append(',')
                    .append(line.last())
                    .append(',')
                    .append(line.gaps());
            csv.append("\r\n");
        }
        vouchers(closing.vouchers(), csv);
        csv.append("\r\ntill,agency,office,cashier,opened,closed,counted,difference,deposit,slip\r\n");
        for (TillDay till : closing.tills()) {
            csv.append(till.number()).append(',').append(till.agency());
            Stream.of(till.office(), till.clerkName())
                    .forEach(text -> csv.append(',').append(quoted(text)));
            csv.append(',').append(till.openedAt()).append(',').append(text(till.closedAt()));
            csv.append(',').append(dollars(till.counted()));
            csv.append(',').append(dollars(till.difference()));
            csv.append(',').append(dollars(till.deposit()));
            csv.append(',').append(text(till.slip())).append("\r\n");
        }
        csv.append("\r\naccount,opening,movement,closing\r\n");
        for (AccountLine line : closing.accounts()) {
            csv.append(quoted(line.account()));
            Stream.of(line.opening(), line.movement(), line.closing())
                    .forEach(amount -> csv.append(',').append(dollars(amount)));
            csv.append("\r\n");
        }
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("closing-" + day + ".csv")
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void vouchers(VoucherLine line, StringBuilder csv) {
        csv.append("\r\nvouchers,opening,sold,refunded,redeemed,given back,expired,closing\r\nall");
        VoucherDay moved = line.moved();
        Stream.of(
                        line.opening(),
                        moved.sold(),
                        moved.refunded(),
                        moved.redeemed(),
                        moved.givenBack(),
                        moved.expired(),
                        line.closing())
                .forEach(amount -> csv.append(',').append(dollars(amount)));
        csv.append("\r\n");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String dollars(@Nullable Money amount) {
        return amount == null ? "" : BigDecimal.valueOf(amount.cents(), 2).toPlainString();
    }
}
