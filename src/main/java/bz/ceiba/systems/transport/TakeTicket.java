package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.DeviceStatement;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Messages;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a ticket from a phone, which may bring it several times, in any order, and days after it was written. It becomes a case with a bill, or
 * is held with the reason for a person to look at; in either way it is kept when this returns.
 */
@Component
class TakeTicket {
    private static final Duration CLOCK_OFF = Duration.ofMinutes(5);
    private static final Duration BACK_DATED = Duration.ofMinutes(15);
    private static final Duration LATE = Duration.ofDays(3);
    private static final String DEFAULT_CLASS = "B";

    /** Thrown to say why a ticket can't be accepted. */
    private static final class Unacceptable extends RuntimeException {
        private final String reason;

        Unacceptable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /** A ticket that is what it says to be. */
    private record Read(CaseNumber number, Device device, WrittenTicket written) {}

    /** What is to be kept of a ticket, with whom it concerns. */
    private record Judged(Ticket ticket, Offence offence, Liability liability, String language) {}

    private final Devices devices;
    private final Tickets tickets;
    private final OpenTicket open;
    private final Register register;
    private final Files files;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;
    private final Tariff tariff = Tariff.load();
    private final Roads roads = Roads.load();
    private final DrivingRules driving = DrivingRules.load();

    TakeTicket(
            Devices devices,
            Tickets tickets,
            OpenTicket open,
            Register register,
            Files files,
            Messages messages,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.devices = devices;
        this.tickets = tickets;
        this.open = open;
        this.register = register;
        this.files = files;
        this.messages = messages;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** Takes one; not within a transaction. */
    TakenTicket take(Actor officer, String agency, BroughtTicket brought) {
        Optional<DeviceStatement> signed = DeviceStatement.parse(brought.signed());
        Optional<WrittenTicket> written = signed.flatMap(one -> one.says(json, WrittenTicket.class));
        String number = written.map(WrittenTicket::number).orElse("");
        try {
            return acceptOrSay(brought, signed, written, null);
        } catch (Unacceptable e) {
            tickets.hold(
                    brought.signed(),
                    number.substring(0, Math.min(40, number.length())),
                    signed.flatMap(DeviceStatement::device)
                            .flatMap(devices::find)
                            .map(Device::id)
                            .orElse(null),
                    officer.number(),
                    agency,
                    e.reason,
                    stored(officer, "photo", brought.photo()),
                    stored(officer, "signature", brought.signature()));
            return TakenTicket.held(number, e.reason);
        }
    }

    /**
     * Accepts what was held, for the person who answers for it, whom an officer found out. Not within a transaction.
     *
     * @throws Problem CONFLICT with the reason when it can't be accepted like this either
     */
    TakenTicket assign(BroughtTicket held, Liability liability) {
        Optional<DeviceStatement> signed = DeviceStatement.parse(held.signed());
        try {
            return acceptOrSay(held, signed, signed.flatMap(one -> one.says(json, WrittenTicket.class)), liability);
        } catch (Unacceptable e) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "transport.problem.still-held",
                    Map.of(),
                    Map.of("reason", messages.localized("transport.held.reason." + e.reason)));
        }
    }

    /** What no calendar or database has is as bad as what can't be read; that the database does not answer is not. */
    private TakenTicket acceptOrSay(
            BroughtTicket brought,
            Optional<DeviceStatement> signed,
            Optional<WrittenTicket> written,
            @Nullable Liability assigned) {
        try {
            return accept(brought, read(signed, written), assigned);
        } catch (DuplicateKeyException e) {
            throw e;
        } catch (DateTimeException | ArithmeticException | DataIntegrityViolationException e) {
            throw new Unacceptable("malformed");
        }
    }

    private Read read(Optional<DeviceStatement> signed, Optional<WrittenTicket> written) {
        DeviceStatement one = signed.orElseThrow(() -> new Unacceptable("malformed"));
        Device device = one.device().flatMap(devices::find).orElseThrow(() -> new Unacceptable("device"));
        if (!one.isSignedBy(device.signKey())) {
            throw new Unacceptable("signature");
        }
        WrittenTicket says = written.orElseThrow(() -> new Unacceptable("malformed"));
        CaseNumber number = Optional.ofNullable(says.number())
                .flatMap(CaseNumber::parse)
                .orElseThrow(() -> new Unacceptable("number"));
        if (says.at() == null || says.writtenAt() == null || says.offence() == null) {
            throw new Unacceptable("malformed");
        }
        return new Read(number, device, says);
    }

    /** @param assigned who answers for it by an officer's word, so that it does not matter whose phone it was; null for a new one */
    private TakenTicket accept(BroughtTicket brought, Read read, @Nullable Liability assigned) {
        Optional<TakenTicket> before = before(read);
        if (before.isPresent()) {
            return before.get();
        }
        if (read.device().revokedAt() != null && assigned == null) {
            throw new Unacceptable("revoked");
        }
        Judged judged = judge(brought, read, assigned);
        UUID photo = file(judged, "photo", brought.photo(), read.written().photo());
        UUID signature =
                file(judged, "signature", brought.signature(), read.written().signature());
        return Objects.requireNonNull(transaction.execute(status -> {
            Instant lentAt = tickets.lent(read.number())
                    .filter(lent -> lent.device().equals(read.device().id()))
                    .map(Tickets.Lent::at)
                    .orElseThrow(() -> new Unacceptable("number"));
            return before(read).orElseGet(() -> {
                Ticket ticket = flagged(judged.ticket(), read.device(), lentAt);
                tickets.insert(ticket);
                open.open(
                        ticket,
                        judged.offence(),
                        judged.liability(),
                        read.device(),
                        judged.language(),
                        photo,
                        signature);
                return TakenTicket.accepted(ticket);
            });
        }));
    }

    /** What was said when it came before. */
    private Optional<TakenTicket> before(Read read) {
        Optional<Ticket> there = tickets.find(read.number());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        boolean same = DeviceStatement.parse(there.get().signed())
                .flatMap(one -> one.says(json, WrittenTicket.class))
                .filter(read.written()::equals)
                .isPresent();
        if (!same) {
            throw new Unacceptable("number-used");
        }
        return there.map(TakenTicket::accepted);
    }

    private Judged judge(BroughtTicket brought, Read read, @Nullable Liability assigned) {
        WrittenTicket says = read.written();
        Instant now = clock.instant();
        if (says.at().plus(brought.clockBehind()).isAfter(now.plus(CLOCK_OFF))) {
            throw new Unacceptable("future");
        }
        LocalDate day = LocalDate.ofInstant(says.at(), Country.ZONE);
        Offence offence = tariff.offence(says.offence()).orElseThrow(() -> new Unacceptable("offence"));
        Offence.Rate rate = offence.on(day).orElseThrow(() -> new Unacceptable("offence"));
        String plate = Optional.ofNullable(says.plate())
                .flatMap(typed -> readable(Plates.parse(typed), "plate", assigned))
                .orElse(null);
        PersonNumber driver = Optional.ofNullable(says.driver())
                .flatMap(typed -> readable(PersonNumber.parse(typed), "driver", assigned))
                .orElse(assigned == null || offence.liable() == Offence.Liable.KEEPER ? null : assigned.person());
        Answers answers = answers(plate, driver, says.at(), day);
        Liability liability = Optional.ofNullable(assigned)
                .or(() -> Liability.of(
                        offence.liable(),
                        driver,
                        says.driverName(),
                        answers.now().keeper()))
                .orElseThrow(() -> new Unacceptable("nobody"));
        Optional<Roads.Place> place = roads.of(says.road(), says.mile(), says.place());
        Ticket ticket = new Ticket(
                read.number(),
                read.device().id(),
                read.device().officer(),
                read.device().agency(),
                offence.code(),
                says.at(),
                says.writtenAt(),
                brought.clockBehind(),
                now,
                says.serial(),
                Money.ofCents(rate.cents()),
                rate.points(),
                says.place() == null
                        ? null
                        : says.place().substring(0, Math.min(200, says.place().length())),
                place.map(Roads.Place::road).orElse(null),
                place.map(Roads.Place::mile).orElse(null),
                says.latitude(),
                says.longitude(),
                says.accuracy(),
                plate,
                driver,
                liability.person(),
                Ticket.KnownAt.of(answers.then()),
                Ticket.KnownAt.of(answers.now()),
                List.of(),
                brought.signed());
        return new Judged(ticket, offence, liability, "es".equals(says.language()) ? "es" : "en");
    }

    /** What is no plate or number at all is left out when an officer has found out whom it concerns. */
    private static <T> Optional<T> readable(Optional<T> found, String reason, @Nullable Liability assigned) {
        if (found.isEmpty() && assigned == null) {
            throw new Unacceptable(reason);
        }
        return found;
    }

    /** Whom the register knows, with the class of licence that the vehicle needs. */
    private Answers answers(@Nullable String plate, @Nullable PersonNumber driver, Instant at, LocalDate day) {
        String number = driver == null ? "" : driver.digits();
        String typed = plate == null ? "" : plate;
        Answers any = register.at(typed, number, DEFAULT_CLASS, at);
        String needed = Optional.ofNullable(any.now().vehicle())
                .flatMap(vehicle -> driving.on(day).classFor(vehicle.kind()))
                .orElse(DEFAULT_CLASS);
        return needed.equals(DEFAULT_CLASS) ? any : register.at(typed, number, needed, at);
    }

    private Ticket flagged(Ticket ticket, Device device, Instant lentAt) {
        Instant written = ticket.writtenAt().plus(ticket.clockBehind());
        List<String> flags = new ArrayList<>();
        if (ticket.clockBehind().abs().compareTo(CLOCK_OFF) > 0) {
            flags.add("clock");
        }
        if (Duration.between(ticket.at(), ticket.writtenAt()).abs().compareTo(BACK_DATED) > 0) {
            flags.add("back-dated");
        }
        if (written.isBefore(lentAt.minus(CLOCK_OFF))) {
            flags.add("before-lent");
        }
        if (written.isAfter(device.expiresAt())) {
            flags.add("expired");
        }
        if (Duration.between(written, ticket.receivedAt()).compareTo(LATE) > 0) {
            flags.add("late");
        }
        if (tickets.isOutOfOrder(ticket.device(), ticket.serial(), ticket.writtenAt())) {
            flags.add("order");
        }
        return ticket.withFlags(flags);
    }

    /** Stores what came with it for whom it concerns; it must be what was signed. */
    private @Nullable UUID file(Judged judged, String name, byte @Nullable [] content, @Nullable String signedDigest) {
        if (signedDigest == null && content == null) {
            return null;
        }
        if (signedDigest == null
                || content == null
                || !signedDigest.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(content)))) {
            throw new Unacceptable(name);
        }
        try {
            return files.store(judged.liability().person(), name, new ByteArrayInputStream(content))
                    .id();
        } catch (Problem e) {
            throw new Unacceptable(name);
        }
    }

    /** The same for what is held; what can't be stored is not, and the ticket is held without. */
    private @Nullable UUID stored(Actor officer, String name, byte @Nullable [] content) {
        if (content == null) {
            return null;
        }
        try {
            return files.store(officer.person(), name, new ByteArrayInputStream(content))
                    .id();
        } catch (Problem e) {
            return null;
        }
    }
}
