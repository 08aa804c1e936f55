package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestDatabase;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietHoursTest {
    private static final bz.ceiba.platform.kernel.CaseNumber ABOUT =
            bz.ceiba.platform.kernel.CaseNumber.random("PR", 2026, new java.util.Random(3));
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0));

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(Country.ZONE).toInstant();
    }

    @Test
    void quietHoursLastOverMidnightAndEndInTheMorning() {
        assertThat(NIGHT.firstAllowed(at("2026-11-24T20:59:59"))).isEqualTo(at("2026-11-24T20:59:59"));
        assertThat(NIGHT.firstAllowed(at("2026-11-24T21:00:00"))).isEqualTo(at("2026-11-25T07:00:00"));
        assertThat(NIGHT.firstAllowed(at("2026-11-25T06:59:59"))).isEqualTo(at("2026-11-25T07:00:00"));
        assertThat(NIGHT.firstAllowed(at("2026-11-25T07:00:00"))).isEqualTo(at("2026-11-25T07:00:00"));
    }

    @Test
    void quietHoursWithinADayAndNone() {
        QuietHours siesta = new QuietHours(LocalTime.of(13, 0), LocalTime.of(15, 30));
        assertThat(siesta.firstAllowed(at("2026-11-24T14:00:00"))).isEqualTo(at("2026-11-24T15:30:00"));
        assertThat(siesta.firstAllowed(at("2026-11-24T15:30:00"))).isEqualTo(at("2026-11-24T15:30:00"));
        assertThat(siesta.firstAllowed(at("2026-11-24T12:59:59"))).isEqualTo(at("2026-11-24T12:59:59"));
        assertThat(QuietHours.NONE.firstAllowed(at("2026-11-24T00:00:00"))).isEqualTo(at("2026-11-24T00:00:00"));
    }

    @Test
    void atNightNoticesWaitForTheMorningCodesGoAtOnceAndWhoWantsIsToldAnyTime() {
        Instant night = at("2026-11-24T23:00:00");
        try (NotificationsHouse house = new NotificationsHouse(
                TestDatabase.create(), Clock.fixed(night, ZoneOffset.UTC), Duration.ofMinutes(2))) {
            house.national = NIGHT;
            house.signIn(PERSON, "+5016001234", "ana@example.bz", "en");
            house.rows.add(NotificationsHouse.notice("by-night", ABOUT));
            // They are on, and nothing is sent here: no sender runs.
            Channels channels = new Channels(List.of(
                    new SmsChannel(
                            new Smpp("127.0.0.1", 1, "ceiba", "", "BelizeGov", Duration.ofSeconds(10)),
                            house.deliveries,
                            house.clock),
                    new MailChannel(
                            new Smtp("127.0.0.1", 1, null, null, Tls.NONE, Duration.ofSeconds(15)),
                            "no-reply@example.bz",
                            null,
                            house.clock)));
            Spreading spreading = house.spreading(channels);
            assertThat(spreading.round()).isEqualTo(1);
            house.deliveries.add(
                    null, "code", "sms", Deliveries.CODE_PRIORITY, "+5016001234", null, "1", null, QuietHours.NONE);

            assertThat(house.deliveries.claim("sms", 10))
                    .singleElement()
                    .extracting(Delivery::body)
                    .isEqualTo("1");
            assertThat(house.deliveries.claim("email", 10)).isEmpty();
            assertThat(due(house, "by-night"))
                    .isEqualTo(Map.of("sms", at("2026-11-25T07:00:00"), "email", at("2026-11-25T07:00:00")));

            house.contacts.choose(PERSON, true, true, "en", QuietHours.NONE);
            house.rows.add(NotificationsHouse.notice("at-any-time", ABOUT));
            spreading.round();
            assertThat(house.deliveries.claim("sms", 10)).hasSize(1);
        }
    }

    @Test
    void aRetryDoesNotFallIntoTheNight() {
        Instant evening = at("2026-11-24T20:58:00");
        try (NotificationsHouse house = new NotificationsHouse(
                TestDatabase.create(), Clock.fixed(evening, ZoneOffset.UTC), Duration.ofMinutes(2))) {
            house.deliveries.add(
                    null, "late", "sms", Deliveries.NOTICE_PRIORITY, "+5016001234", null, "x", null, NIGHT);
            Delivery claimed = house.deliveries.claim("sms", 1).getFirst();
            house.deliveries.later(claimed, Duration.ofMinutes(10), "busy");
            assertThat(house.db
                            .sql("select due_at from notifications.delivery where key = 'late'")
                            .query(java.time.OffsetDateTime.class)
                            .single()
                            .toInstant())
                    .isEqualTo(at("2026-11-25T07:00:00"));
        }
    }

    private static Map<String, Instant> due(NotificationsHouse house, String key) {
        return house
                .db
                .sql("select channel, due_at from notifications.delivery where key like :key || '/%'")
                .param("key", key)
                .query((row, n) -> Map.entry(
                        row.getString(1),
                        row.getObject(2, java.time.OffsetDateTime.class).toInstant()))
                .list()
                .stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
