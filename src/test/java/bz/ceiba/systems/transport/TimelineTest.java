package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Random changes, and what they should come to by the simplest rule: the last one that was known then and speaks of that instant. */
@CeibaTest
class TimelineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 12;
    private static final int CHANGES = 60;

    private record Said(Change change, Span valid, @Nullable String keeper) {}

    @Autowired
    Register register;

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private Vehicle vehicle() {
        return transaction.execute(status -> register.enter(
                register.change(new Origin("test", null, null, "Entered for a test")), TestVehicles.any()));
    }

    @Test
    void whatWasKnownOfEveryInstantAtEveryTimeIsWhatWasSaidLast() {
        Random random = new Random(20_261_130);
        Vehicle vehicle = vehicle();
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            transaction.executeWithoutResult(status -> {
                Change change = register.change(new Origin("test", null, null, "change"), vehicle.chassis());
                // Sometimes a change says several things, and the last of them counts.
                for (int more = random.nextInt(3); more >= 0; more--) {
                    int from = random.nextInt(DAYS);
                    Span valid = random.nextInt(4) == 0
                            ? Span.from(day(from))
                            : new Span(day(from), day(from + 1 + random.nextInt(DAYS - from)));
                    String keeper = random.nextInt(4) == 0 ? null : "K" + random.nextInt(100);
                    Map<String, Object> fact = Map.of(
                            "vehicle", vehicle.id(), "keeper", keeper == null ? "" : keeper, "keeper_name", "Somebody");
                    if (keeper == null) {
                        Facts.KEEPING.clear(db, change, valid, fact);
                    } else {
                        Facts.KEEPING.put(db, change, valid, fact);
                    }
                    said.add(new Said(change, valid, keeper));
                }
            });
        }
        List<Instant> times =
                said.stream().map(one -> one.change().at()).distinct().toList();
        assertThat(times).hasSize(CHANGES);
        List<String> wrong = new ArrayList<>();
        db.sql("""
                select d.n as day, t.at as known,
                  (select keeper from transport.keeping k where k.vehicle = :vehicle and k.valid @> d.at and k.known @> t.at) as keeper
                from generate_series(0, :days) n
                cross join lateral (select n, cast(:start as timestamptz) + n * interval '1 day' as at) d
                cross join (select distinct at from transport.change where id = any(:changes)) t
                """)
                .param("vehicle", vehicle.id())
                .param("days", DAYS)
                .param("start", START.atOffset(ZoneOffset.UTC))
                .param(
                        "changes",
                        said.stream().map(one -> one.change().id()).distinct().toArray(Long[]::new))
                .query((row, n) -> {
                    Instant at = day(row.getInt("day"));
                    Instant known = row.getTimestamp("known").toInstant();
                    String expected = null;
                    for (Said one : said) {
                        if (!one.change().at().isAfter(known) && one.valid().contains(at)) {
                            expected = one.keeper();
                        }
                    }
                    String keeper = row.getString("keeper");
                    if (!java.util.Objects.equals(expected, keeper)) {
                        wrong.add(at + " as known at " + known + ": " + keeper + " instead of " + expected);
                    }
                    return 1;
                })
                .list();
        assertThat(wrong).isEmpty();
    }

    @Test
    void theApplicationCanNeitherChangeNorDeleteWhatWasKnown() {
        Vehicle vehicle = vehicle();
        transaction.executeWithoutResult(status -> register.keep(
                register.change(new Origin("test", null, null, "sold"), vehicle.chassis()),
                vehicle,
                new Keeper("", "Somebody"),
                Span.from(START)));
        for (String sql : List.of(
                "delete from transport.keeping",
                "update transport.keeping set keeper_name = 'x'",
                "update transport.keeping set valid = 'empty'",
                "update transport.change set why = 'x'",
                "delete from transport.vehicle")) {
            assertThatThrownBy(() -> db.sql(sql).update()).rootCause().hasMessageContaining("permission denied");
        }
    }
}
