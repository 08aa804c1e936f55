package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.CasePanel;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.web.Html;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a ticket costs and until when, on the page of who got it; what the register said and what looks odd, on the officer's. */
@Component
class TicketPanel implements CasePanel {
    /** As the timer of the definition has it. */
    private static final int DISPUTE_DAYS = 30;

    private final Tickets tickets;
    private final Devices devices;
    private final PenaltyPoints points;
    private final Bills bills;
    private final Country country;
    private final Clock clock;
    private final Tariff tariff = Tariff.load();

    TicketPanel(Tickets tickets, Devices devices, PenaltyPoints points, Bills bills, Country country, Clock clock) {
        this.tickets = tickets;
        this.devices = devices;
        this.points = points;
        this.bills = bills;
        this.country = country;
        this.clock = clock;
    }

    @Override
    public String service() {
        return OpenTicket.SERVICE;
    }

    @Override
    public Optional<Html> forOfficer(CaseFile file, Actor officer) {
        return tickets.find(file.number()).map(ticket -> Html.of("transport/ticket-panel")
                .with("ticket", ticket)
                .with("offence", name(ticket))
                .with("agency", country.nameOf(ticket.agency()))
                .with("standing", points.standing(ticket.liable()))
                .with("phone", devices.find(ticket.device()).orElse(null)));
    }

    @Override
    public Optional<Html> forApplicant(CaseFile file, Actor applicant) {
        LocalDate today = Country.today(clock);
        return tickets.find(file.number()).map(ticket -> {
            Bill early = bills.of(file.number()).stream()
                    .filter(bill -> bill.status() == Bill.BillStatus.OPEN
                            && bill.discountOn(today).isPositive())
                    .findFirst()
                    .orElse(null);
            return Html.of("transport/ticket-mine")
                    .with("ticket", ticket)
                    .with("offence", name(ticket))
                    .with("law", file.form().path("law").asString(""))
                    .with("early", early)
                    .with(
                            "earlyAmount",
                            early == null ? null : early.outstanding().minus(early.discount()))
                    .with(
                            "disputeUntil",
                            file.state().equals("issued")
                                    ? LocalDate.ofInstant(file.submittedAt(), Country.ZONE)
                                            .plusDays(DISPUTE_DAYS)
                                    : null);
        });
    }

    private LocalizedText name(Ticket ticket) {
        return tariff.offence(ticket.offence())
                .map(Offence::name)
                .orElseGet(() -> LocalizedText.of(ticket.offence(), ticket.offence()));
    }
}
