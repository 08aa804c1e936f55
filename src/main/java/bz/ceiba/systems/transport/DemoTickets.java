package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.PastCase;
import bz.ceiba.platform.cases.PastCases;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Made-up tickets of the demonstration's people, each a case with what became of it. Nobody was told, nobody signed and nothing was paid: no log and no ledger says so.
 * What is open has its bill.
 */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoTickets {
    private static final List<String> OFFENCES =
            List.of("SPEED", "BELT", "PARKING", "PHONE", "LICENCE", "TAX", "INSURANCE", "LIGHT", "HELMET", "RECKLESS");
    private static final int[] OFTEN = {26, 17, 12, 9, 11, 8, 6, 6, 4, 2};
    private static final int[] HOURS = {1, 1, 1, 0, 0, 1, 3, 6, 7, 8, 8, 7, 5, 5, 6, 7, 8, 8, 6, 5, 5, 5, 4, 2};
    private static final Duration BROUGHT_AFTER = Duration.ofHours(1);
    private static final String UNSIGNED = "made up for the demonstration";
    private static final String DEFAULT_CLASS = "B";

    private record Officer(Member member, String agency) {}

    private record Written(Ticket ticket, Offence offence, DemoPhones.Phone phone, PastCase past) {}

    private final DemoCast cast;
    private final Country country;
    private final TakeTicket take;
    private final OpenTicket open;
    private final Tickets tickets;
    private final Fines fines;
    private final PastCases pasts;
    private final Services services;
    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final JsonMapper json;
    private final Tariff tariff = Tariff.load();
    private final DrivingRules driving = DrivingRules.load();

    DemoTickets(
            DemoCast cast,
            Country country,
            TakeTicket take,
            OpenTicket open,
            Tickets tickets,
            Fines fines,
            PastCases pasts,
            Services services,
            JdbcClient db,
            JdbcTemplate batches,
            JsonMapper json) {
        this.cast = cast;
        this.country = country;
        this.take = take;
        this.open = open;
        this.tickets = tickets;
        this.fines = fines;
        this.pasts = pasts;
        this.services = services;
        this.db = db;
        this.batches = batches;
        this.json = json;
    }

    /** So many, and one that nobody answers for, which is held; in the caller's transaction. */
    void fill(int many, List<DemoDrivers.Driver> drivers, SplittableRandom random, Instant from, Instant now) {
        List<Officer> officers = Stream.of("police", "wardens")
                .flatMap(agency -> cast.staff(agency, Role.OFFICER).stream().map(member -> new Officer(member, agency)))
                .toList();
        Member decides = cast.staff(RegisterController.AGENCY, Role.OFFICER).getFirst();
        DemoScenes scenes = new DemoScenes(country, random, from, now.minus(BROUGHT_AFTER.plusMinutes(5)));
        DemoPhones phones = new DemoPhones(db, json, from.minus(Duration.ofHours(17)), now);
        Map<PersonNumber, Integer> points = new HashMap<>();
        List<Written> all = Stream.generate(() -> scenes.next(HOURS))
                .limit(many)
                .sorted(Comparator.comparing(DemoScenes.Scene::at))
                .toList()
                .stream()
                .map(scene -> {
                    Officer officer = scenes.any(officers);
                    return write(
                            phones.writes(officer.member(), officer.agency(), scene.at()),
                            scene,
                            scenes,
                            decides,
                            drivers,
                            points,
                            random,
                            now);
                })
                .toList();
        lend(all);
        tickets.insertAll(all.stream().map(Written::ticket).toList());
        pasts.add(all.stream().map(Written::past).toList());
        settle(all);
        hold(phones, scenes.any(officers), now, random);
    }

    private Written write(
            DemoPhones.Phone phone,
            DemoScenes.Scene scene,
            DemoScenes scenes,
            Member decides,
            List<DemoDrivers.Driver> drivers,
            Map<PersonNumber, Integer> points,
            SplittableRandom random,
            Instant now) {
        LocalDate day = LocalDate.ofInstant(scene.at(), Country.ZONE);
        Offence offence = tariff.offence(scenes.any(OFFENCES, OFTEN)).orElseThrow();
        Offence.Rate rate = offence.on(day).orElseThrow();
        DemoDrivers.Driver driver = driver(offence, rate, scenes, drivers, points, tariff.on(day));
        Member person = driver.person();
        VehicleKind kind = driver.kept().vehicle().kind();
        Ticket.KnownAt known = Ticket.KnownAt.of(
                driver.at(scene.at(), driving.on(day).classFor(kind).orElse(DEFAULT_CLASS)));
        Ticket ticket = new Ticket(
                CaseNumber.random(Devices.PREFIX, day.getYear(), random),
                phone.device().id(),
                phone.device().officer(),
                phone.device().agency(),
                offence.code(),
                scene.at(),
                scene.at().plusSeconds(120),
                Duration.ZERO,
                scene.at().plus(BROUGHT_AFTER),
                phone.written(),
                Money.ofCents(rate.cents()),
                rate.points(),
                scene.words().isEmpty() ? null : scene.words(),
                scene.road(),
                scene.mile(),
                scene.latitude(),
                scene.longitude(),
                scene.latitude() == null ? null : (Double) 12.0,
                driver.kept().plate(),
                offence.liable() == Offence.Liable.DRIVER ? person.person() : null,
                person.person(),
                known,
                known,
                List.of(),
                UNSIGNED);
        return new Written(ticket, offence, phone, past(ticket, offence, phone, person, decides, scenes, random, now));
    }

    /** Who would get so many points that he is suspended, which would be told to him, is spared for who has fewest. */
    private static DemoDrivers.Driver driver(
            Offence offence,
            Offence.Rate rate,
            DemoScenes scenes,
            List<DemoDrivers.Driver> drivers,
            Map<PersonNumber, Integer> points,
            Tariff.Rules rules) {
        List<DemoDrivers.Driver> some = drivers.stream()
                .filter(one -> switch (offence.code()) {
                    case "LICENCE" -> !one.isLicensed();
                    case "HELMET" -> one.kept().vehicle().kind() == VehicleKind.MOTORCYCLE;
                    default -> one.isLicensed();
                })
                .toList();
        DemoDrivers.Driver found = scenes.any(some.isEmpty() ? drivers : some);
        if (points.getOrDefault(found.person().person(), 0) + rate.points() >= rules.pointsLimit()) {
            found = drivers.stream()
                    .min(Comparator.comparingInt(
                            one -> points.getOrDefault(one.person().person(), 0)))
                    .orElse(found);
        }
        points.merge(found.person().person(), rate.points(), Integer::sum);
        return found;
    }

    private PastCase past(
            Ticket ticket,
            Offence offence,
            DemoPhones.Phone phone,
            Member person,
            Member decides,
            DemoScenes scenes,
            SplittableRandom random,
            Instant now) {
        ServiceDefinition definition = services.current(OpenTicket.SERVICE).orElseThrow();
        return new PastCase(
                definition,
                ticket.number(),
                person.person(),
                person.name(),
                person.language(),
                open.form(ticket, offence, phone.device(), Locale.of(person.language())),
                ticket.receivedAt(),
                new DemoTicketStory(ticket, person, decides, scenes, random)
                        .steps().stream()
                                .takeWhile(step -> step.at().isBefore(now))
                                .toList());
    }

    private void lend(List<Written> all) {
        batches.batchUpdate(
                "insert into transport.lent_number (number, device, lent_at, used_at) values (?, ?, ?, ?)",
                all.stream()
                        .map(one -> new Object[] {
                            one.ticket().number().text(),
                            one.ticket().device(),
                            one.phone().device().enrolledAt().atOffset(ZoneOffset.UTC),
                            one.ticket().receivedAt().atOffset(ZoneOffset.UTC)
                        })
                        .toList());
    }

    /** The points of those that stand, and a bill for each that waits for money. */
    private void settle(List<Written> all) {
        List<Object[]> points = new ArrayList<>();
        for (Written one : all) {
            Ticket ticket = one.ticket();
            List<PastCase.Step> steps = one.past().steps();
            String last = steps.isEmpty() ? "" : steps.getLast().transition();
            if (last.equals("pay") && ticket.points() > 0 && ticket.liable().equals(ticket.driver())) {
                points.add(new Object[] {
                    ticket.number().text(),
                    ticket.liable().digits(),
                    ticket.at().atOffset(ZoneOffset.UTC),
                    ticket.points(),
                    steps.getLast().at().atOffset(ZoneOffset.UTC)
                });
            }
            if (!last.equals("pay") && !last.equals("cancel")) {
                fines.raise(ticket, one.offence().name().in(Locale.of(one.past().language())));
            }
        }
        batches.batchUpdate(
                "insert into transport.penalty_points (ticket, holder, at, points, counted_at) values (?, ?, ?, ?, ?)",
                points);
    }

    /** A vehicle from another country, whose keeper no register here knows. */
    private void hold(DemoPhones phones, Officer officer, Instant now, SplittableRandom random) {
        Instant at = now.minus(Duration.ofMinutes(40));
        Member member = officer.member();
        DemoPhones.Phone phone = phones.writes(member, officer.agency(), at);
        WrittenTicket ticket = new WrittenTicket(
                CaseNumber.random(Devices.PREFIX, at.atZone(Country.ZONE).getYear(), random)
                        .text(),
                phone.written(),
                "PARKING",
                at,
                at.plusSeconds(60),
                "Benque Viejo, in front of the school; plate of Guatemala",
                Roads.OTHER,
                null,
                null,
                null,
                null,
                "P-482FKM",
                null,
                null,
                null,
                null,
                null);
        Actor actor = new Actor(
                member.person().digits(),
                member.name(),
                Assurance.SUBSTANTIAL,
                List.of(new Actor.Appointment(officer.agency(), Role.OFFICER)),
                null);
        take.take(actor, officer.agency(), new BroughtTicket(phones.signed(phone, ticket), null, null, Duration.ZERO));
    }
}
