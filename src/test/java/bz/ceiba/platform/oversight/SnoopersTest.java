package bz.ceiba.platform.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.oversight.OversightHouse.Looked;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How many snoopers are found, and how many findings are false, on made data: two offices of twelve officers and six weeks, with days on which
 * all are busy, overtime, a newcomer, and relatives, colleagues and well-known people among those who come for a good reason.
 */
class SnoopersTest {
    private static final long SEED = 20_261_130;
    private static final int OFFICERS = 12;
    private static final int CITIZENS = 2_000;
    private static final int WORKING_DAYS = 30;
    private static final int WELL_KNOWN = 10;

    /** The snoopers come when what is usual is known. */
    private static final int LEARNED = 12;

    private static final LocalDate FIRST = LocalDate.of(2026, 9, 28);

    private record Planted(LocalDate day, PersonNumber officer, Kind kind) {}

    private final Random random = new Random(SEED);
    private final List<PersonNumber> citizens = new ArrayList<>();
    private final Map<PersonNumber, String> officers = new java.util.LinkedHashMap<>();
    private final Map<PersonNumber, List<PersonNumber>> families = new java.util.HashMap<>();
    private final List<PersonNumber> famous = new ArrayList<>();
    private final Set<Planted> planted = new HashSet<>();

    @Test
    void mostSnoopersAreFoundAndAManagerHasFewFalseAlarmsAWeek() {
        try (OversightHouse house = new OversightHouse(at(FIRST.minusDays(1), 12, 0), SEED)) {
            people(house);
            int day = 0;
            for (LocalDate date = FIRST; day < WORKING_DAYS; date = date.plusDays(1)) {
                boolean working = Country.load().workingDays().isWorkingDay(date);
                List<Looked> looks = working ? ordinary(house, date, day) : new ArrayList<>();
                if (working && day >= LEARNED) {
                    snoop(house, date, day, looks);
                }
                looks.sort(java.util.Comparator.comparing(Looked::at));
                house.log(looks);
                house.clock.forward(java.time.Duration.between(house.clock.instant(), at(date, 23, 30)));
                house.scan();
                day += working ? 1 : 0;
            }
            figures(house);
        }
    }

    private static Instant at(LocalDate day, int hour, int minute) {
        return day.atTime(LocalTime.of(hour, minute)).atZone(Country.ZONE).toInstant();
    }

    private void people(OversightHouse house) {
        for (int i = 0; i < CITIZENS; i++) {
            citizens.add(house.person());
        }
        for (String agency : List.of("lands", "social-security")) {
            house.appointed(agency, Role.SUPERVISOR);
            for (int i = 0; i < OFFICERS; i++) {
                PersonNumber officer = house.appointed(agency, Role.OFFICER);
                officers.put(officer, agency);
                // Officers need offices, too.
                citizens.add(officer);
                for (int r = 0; r < 4; r++) {
                    PersonNumber relative = citizens.get(random.nextInt(CITIZENS));
                    families.computeIfAbsent(officer, o -> new ArrayList<>()).add(relative);
                    house.relatives.add(Set.of(officer, relative));
                }
            }
        }
        PersonNumber one = house.appointed("data-protection", Role.OFFICER);
        PersonNumber two = house.appointed("data-protection", Role.SUPERVISOR);
        for (int i = 0; i < WELL_KNOWN; i++) {
            PersonNumber person = citizens.get(random.nextInt(CITIZENS));
            if (famous.contains(person)) {
                continue;
            }
            famous.add(person);
            WellKnown list = house.the(WellKnown.class);
            var first = OversightHouse.actor(one, "data-protection", Role.OFFICER);
            var second = OversightHouse.actor(two, "data-protection", Role.SUPERVISOR);
            list.propose(first, person, "minister");
            list.agree(
                    second,
                    list.list(second).stream()
                            .filter(e -> e.agreedAt() == null)
                            .findFirst()
                            .orElseThrow()
                            .id(),
                    person);
        }
    }

    /** What each officer does on a day: cases of people who came, in office hours, and now and then overtime. */
    private List<Looked> ordinary(OversightHouse house, LocalDate date, int day) {
        List<Looked> looks = new ArrayList<>();
        boolean busy = day % 9 == 8;
        int i = 0;
        for (Map.Entry<PersonNumber, String> officer : officers.entrySet()) {
            double usual = (6 + i % 6 * 2) * (busy ? 2.5 : 1);
            boolean newcomer = i == 5 && day < LEARNED + 5;
            boolean away = random.nextInt(20) == 0;
            i++;
            if (newcomer || away) {
                continue;
            }
            int people = poisson(usual);
            boolean overtime = random.nextInt(100) == 0;
            for (int n = 0; n < people; n++) {
                PersonNumber person = citizens.get(random.nextInt(citizens.size()));
                if (person.equals(officer.getKey())) {
                    continue;
                }
                // One in ten helps out with a case that nobody or a colleague has.
                CaseNumber caseNumber =
                        house.caseOf(person, random.nextInt(10) == 0 ? house.person() : officer.getKey());
                Instant when =
                        overtime && n == 0 ? at(date, 18, 20) : at(date, 8 + random.nextInt(9), random.nextInt(60));
                looks.add(look(when, officer, person, caseNumber));
                if (random.nextBoolean()) {
                    looks.add(look(when.plusSeconds(60), officer, person, caseNumber));
                }
            }
        }
        return looks;
    }

    private static Looked look(
            Instant at, Map.Entry<PersonNumber, String> officer, PersonNumber person, @Nullable CaseNumber of) {
        return new Looked(
                at,
                of == null ? AuditEvent.REGISTER_READ : AuditEvent.REGISTER_ASKED,
                officer.getValue(),
                officer.getKey(),
                person,
                of);
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** One of each sort every few days, each by another officer. */
    private void snoop(OversightHouse house, LocalDate date, int day, List<Looked> looks) {
        List<Map.Entry<PersonNumber, String>> all = List.copyOf(officers.entrySet());
        Kind kind = List.of(
                        Kind.OWN,
                        Kind.COLLEAGUE,
                        Kind.RELATIVE,
                        Kind.WELL_KNOWN,
                        Kind.NO_CASE,
                        Kind.HOURS,
                        Kind.BULK_HOUR,
                        Kind.BULK_DAY,
                        Kind.NOT_HIS)
                .get(day % 9);
        for (int n = 0; n < 2; n++) {
            var officer = all.get((day * 7 + n * 5) % all.size());
            planted.add(new Planted(date, officer.getKey(), kind));
            snoop(house, date, officer, kind, looks);
        }
    }

    private void snoop(
            OversightHouse house,
            LocalDate date,
            Map.Entry<PersonNumber, String> officer,
            Kind kind,
            List<Looked> looks) {
        Instant noon = at(date, 12, 7);
        PersonNumber anybody = citizens.get(random.nextInt(CITIZENS));
        switch (kind) {
            case OWN ->
                looks.add(look(noon, officer, officer.getKey(), house.caseOf(officer.getKey(), house.person())));
            case COLLEAGUE -> {
                PersonNumber colleague = officers.entrySet().stream()
                        .filter(one -> one.getValue().equals(officer.getValue())
                                && !one.getKey().equals(officer.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getKey();
                looks.add(look(noon, officer, colleague, pretext(house, officer)));
            }
            case RELATIVE ->
                looks.add(look(
                        noon,
                        officer,
                        families.getOrDefault(officer.getKey(), List.of()).getFirst(),
                        pretext(house, officer)));
            case WELL_KNOWN ->
                looks.add(look(noon, officer, famous.get(random.nextInt(famous.size())), pretext(house, officer)));
            case NO_CASE -> looks.add(look(noon, officer, anybody, null));
            case HOURS -> looks.add(look(at(date, 21, 15), officer, anybody, pretext(house, officer)));
            case BULK_HOUR -> many(house, officer, noon, 30, 1, looks);
            case BULK_DAY -> many(house, officer, at(date, 8, 30), 80, 8, looks);
            case NOT_HIS ->
                looks.add(new Looked(
                        noon,
                        AuditEvent.CASE_READ,
                        officer.getValue(),
                        officer.getKey(),
                        anybody,
                        house.caseOf(anybody, house.person())));
        }
    }

    /** The curious name a case that they have, of somebody else. */
    private CaseNumber pretext(OversightHouse house, Map.Entry<PersonNumber, String> officer) {
        return house.caseOf(citizens.get(random.nextInt(CITIZENS)), officer.getKey());
    }

    private void many(
            OversightHouse house,
            Map.Entry<PersonNumber, String> officer,
            Instant from,
            int people,
            int hours,
            List<Looked> looks) {
        for (int i = 0; i < people; i++) {
            looks.add(look(
                    from.plusSeconds(hours == 1 ? i * 30L : i * 360L),
                    officer,
                    citizens.get(random.nextInt(CITIZENS)),
                    pretext(house, officer)));
        }
    }

    private void figures(OversightHouse house) {
        Set<Planted> found = new HashSet<>();
        house.db
                .sql(
                        "select f.day, f.officer, r.kind from oversight.finding f join oversight.reason r on r.finding = f.id")
                .query(row -> {
                    found.add(new Planted(
                            row.getObject("day", LocalDate.class),
                            new PersonNumber(row.getString("officer")),
                            Kind.valueOf(row.getString("kind"))));
                });
        // Who looks at eighty in a day also does in some hour; that is no false alarm.
        Set<List<Object>> snoopers = planted.stream()
                .map(one -> List.<Object>of(one.day(), one.officer()))
                .collect(Collectors.toSet());
        Map<Kind, int[]> perKind = new EnumMap<>(Kind.class);
        planted.forEach(one -> perKind.computeIfAbsent(one.kind(), k -> new int[3])[found.contains(one) ? 0 : 1]++);
        found.stream()
                .filter(one -> !planted.contains(one)
                        && !(isBulk(one.kind()) && snoopers.contains(List.<Object>of(one.day(), one.officer()))))
                .forEach(one -> perKind.computeIfAbsent(one.kind(), k -> new int[3])[2]++);
        StringBuilder table = new StringBuilder();
        int hit = 0;
        int missed = 0;
        int wrong = 0;
        for (var one : perKind.entrySet()) {
            table.append(one.getKey())
                    .append(" found, missed, false: ")
                    .append(java.util.Arrays.toString(one.getValue()))
                    .append('\n');
            hit += one.getValue()[0];
            missed += one.getValue()[1];
            wrong += one.getValue()[2];
        }
        double recall = (double) hit / (hit + missed);
        double precision = (double) hit / (hit + wrong);
        double aWeek = wrong / 2.0 / (WORKING_DAYS / 5.0);
        String figures = table + "recall " + recall + ", precision " + precision + ", false a manager and week " + aWeek
                + ", looks "
                + house.db
                        .sql("select count(*) from audit.entry where actor <> 'system'")
                        .query(Long.class)
                        .single();
        assertThat(recall).as(figures).isGreaterThanOrEqualTo(0.95);
        assertThat(aWeek).as(figures).isLessThan(4);
        assertThat(precision).as(figures).isGreaterThanOrEqualTo(0.4);
        assertThat(perKind.getOrDefault(Kind.BULK_DAY, new int[3])[2]
                        + perKind.getOrDefault(Kind.BULK_HOUR, new int[3])[2])
                .as(figures)
                .isLessThanOrEqualTo(3);
    }

    private static boolean isBulk(Kind kind) {
        return kind == Kind.BULK_DAY || kind == Kind.BULK_HOUR;
    }
}
