package bz.ceiba.bench;

import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tickets that phones bring ({@link TicketsBench}), and checks at the roadside with 300,000 vehicles, each through the exchange and in the log of the keeper, against a handler that reads one row
 * and writes another durably.
 */
final class TransportBench {
    private static final int VEHICLES = 300_000;
    private static final int OFFICERS = 16;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(5);

    private TransportBench() {}

    static void run() throws Exception {
        String owner = TestDatabase.create();
        TestDatabase.execute(owner, """
                create schema bench;
                create table bench.checked (id bigint primary key, plate text not null);
                create table bench.checked_log (id uuid primary key, plate text not null);
                grant usage on schema bench to ceiba_app;
                grant select on bench.checked to ceiba_app;
                grant insert on bench.checked_log to ceiba_app;
                create table bench.ticket_row (id uuid primary key, kind int not null, body text not null);
                grant insert on bench.ticket_row to ceiba_app;
                """);
        int port = CasesBench.freePort();
        Report report = new Report("transport");
        try (ConfigurableApplicationContext server = CasesBench.start(owner, port)) {
            TestPeople people = server.getBean(TestPeople.class);
            vehicles(owner, people);
            List<List<String>> officers = new ArrayList<>();
            for (int i = 0; i < OFFICERS; i++) {
                List<String> headers = new ArrayList<>(CasesBench.headers(people.session(people.officer("police"))));
                headers.removeIf(header -> header.startsWith("Accept:"));
                headers.add("Accept: text/html");
                officers.add(headers);
            }
            Load.Requests raw = connection -> Load.post(
                    "/bench/check?id=" + (1 + ThreadLocalRandom.current().nextInt(VEHICLES)),
                    "application/json",
                    officers.get(connection % OFFICERS),
                    "");
            Load.Requests checks = connection -> Load.post(
                    "/transport/roadside",
                    "application/x-www-form-urlencoded",
                    officers.get(connection % OFFICERS),
                    "plate=" + plate(ThreadLocalRandom.current().nextInt(VEHICLES)));
            Load.warm(port, OFFICERS, 200, raw);
            Load.warm(port, OFFICERS, 200, checks);
            List<Load.Result> limits = new ArrayList<>();
            List<Load.Result> checked = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                limits.add(Load.run(port, OFFICERS, ROUND, 200, raw));
                checked.add(Load.run(port, OFFICERS, ROUND, 200, checks));
            }
            double limit = CasesBench.median(limits, Load.Result::perSecond);
            double perSecond = CasesBench.median(checked, Load.Result::perSecond);
            report.add("raw limit: a row read and a row written, durably, 16 at once", limit, "per s");
            report.add("checks at the roadside, 300,000 vehicles, 16 at once", perSecond, "per s");
            report.add("    of the raw limit", 100 * perSecond / limit, "%");
            report.add("    half answered within", CasesBench.median(checked, one -> one.milliseconds(0.5)), "ms");
            double slowest = CasesBench.median(checked, one -> one.milliseconds(0.99));
            report.add("    99 of 100 answered within", slowest, "ms", "under 1,000", slowest < 1_000);
            TicketsBench.run(owner, port, people, report);
        }
        report.keep();
    }

    private static String plate(int vehicle) {
        return "C-" + (100_000 + vehicle);
    }

    /** Each with its plate, keeper, state and covers, kept by people of whom some have several. */
    private static void vehicles(String owner, TestPeople people) throws Exception {
        Actor keeper = people.citizen();
        try (Connection connection = DriverManager.getConnection(owner);
                PreparedStatement rows = connection.prepareStatement("""
                        with change as (
                          insert into transport.change (at, by, why) values (now(), 'bench', 'bench') returning id),
                        vehicle as (
                          insert into transport.vehicle (chassis, kind, make, model, year, colour, entered_by)
                          select 'BENCH' || lpad(n::text, 8, '0'), 'CAR', 'Toyota', 'Corolla', 2015, 'white', change.id
                          from generate_series(0, ? - 1) n, change returning id, chassis, entered_by),
                        plate as (
                          insert into transport.plate_use (plate, vehicle, valid, known, since)
                          select 'C-' || (100000 + substr(chassis, 6)::int), id, tstzrange(now() - interval '1 year', null), tstzrange(now(), null), entered_by
                          from vehicle),
                        keeping as (
                          insert into transport.keeping (vehicle, keeper, keeper_name, valid, known, since)
                          select id, ?, 'Somebody', tstzrange(now() - interval '1 year', null), tstzrange(now(), null), entered_by from vehicle),
                        state as (
                          insert into transport.vehicle_state (vehicle, state, valid, known, since)
                          select id, 'IN_USE', tstzrange(now() - interval '1 year', null), tstzrange(now(), null), entered_by from vehicle),
                        cover as (
                          insert into transport.cover (vehicle, kind, reference, provider, valid, known, since)
                          select id, kind, 'P', 'Insurer', tstzrange(now() - interval '1 year', now() + interval '1 year'), tstzrange(now(), null), entered_by
                          from vehicle, unnest(array['INSURANCE', 'INSPECTION', 'TAX']) kind)
                        insert into bench.checked (id, plate) select id, chassis from vehicle
                        """)) {
            rows.setInt(1, VEHICLES);
            rows.setString(2, keeper.number());
            rows.executeUpdate();
        }
        TestDatabase.execute(owner, "vacuum analyze");
    }
}
