package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.insight.PublicCount;
import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What everybody learns of licences in force, and what nobody finds by subtracting. Each test undoes what it entered. */
@CeibaTest
class LicenceFiguresIT {
    @Autowired
    LicenceFigures figures;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    private LocalDate month() {
        return figures.inForce().on();
    }

    /** Known since the day before. */
    private List<String> licensed(int many, String licenceClass, String district, LocalDate from) {
        return IntStream.range(0, many)
                .mapToObj(n -> {
                    String holder = TestPeople.number();
                    db.sql("""
                            with change as (
                              insert into transport.change (at, by, why) values (cast(:from as date) - 1, 'test', 'licensed for a test') returning id)
                            insert into transport.entitlement (holder, class, stage, licence, district, valid, known, since)
                            select :holder, :class, 'FULL', 'DL-' || :holder, :district, tstzrange(cast(:from as date), null),
                              tstzrange(cast(:from as date) - 1, null), id from change
                            """)
                            .param("holder", holder)
                            .param("class", licenceClass)
                            .param("district", district)
                            .param("from", from)
                            .update();
                    return holder;
                })
                .toList();
    }

    private void bar(String holder, @Nullable LocalDate to) {
        db.sql("""
                with change as (insert into transport.change (at, by, why) values (now(), 'test', 'barred for a test') returning id)
                insert into transport.bar (holder, reference, kind, classes, valid, known, since)
                select :holder, 'TEST 1', 'SUSPENDED', '{}', tstzrange(cast(:since as timestamptz), cast(:to as date)), tstzrange(:since, null), id
                from change
                """)
                .param("holder", holder)
                .param("since", month().minusMonths(2).atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("to", to, Types.DATE)
                .update();
    }

    private LicenceFigures.Row row(String district) {
        return figures.inForce().rows().stream()
                .filter(one -> one.district().equals(district))
                .findFirst()
                .orElseThrow();
    }

    private String told(String district, String licenceClass) {
        return row(district)
                .classes()
                .getOrDefault(licenceClass, PublicCount.exact(-1))
                .csv();
    }

    @Test
    void licencesAreCountedByClassAndDistrictWithoutThoseWhoMayNotDrive() {
        LocalDate before = month().minusMonths(1);
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            List<String> toledo = licensed(13, "E", "toledo", before);
            licensed(6, "E", "", before);
            licensed(5, "E", "atlantis", before);
            licensed(50, "E", "corozal", month().plusDays(1));
            assertThat(told("toledo", "E")).isEqualTo("10+");
            assertThat(told("toledo", "C")).isEqualTo("0");
            assertThat(told(LicenceFigures.UNKNOWN, "E")).isEqualTo("10+");
            assertThat(told("corozal", "E")).as("not yet when the month began").isEqualTo("0");
            toledo.subList(0, 4).forEach(holder -> bar(holder, null));
            bar(toledo.get(5), month().minusDays(3));
            assertThat(told("toledo", "E"))
                    .as("nine of whom one may drive again")
                    .isEqualTo("5+");
        });
    }

    /** Beside a true sum of four, four cells that are told as "<5" would be one each. */
    @Test
    void sumsTellNoMoreThanTheCellsDo() {
        LocalDate before = month().minusMonths(1);
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            List<String> districts = List.of("corozal", "orange-walk", "belize", "cayo");
            districts.forEach(district -> licensed(1, "E", district, before));
            LicenceFigures.InForce ones = figures.inForce();
            districts.forEach(district -> licensed(3, "E", district, before));
            LicenceFigures.InForce fours = figures.inForce();
            assertThat(fours).as("one or four each").isEqualTo(ones);
            assertThat(ones.classes()).containsEntry("E", new PublicCount(PublicCount.Kind.AT_LEAST, 4));
            licensed(7, "E", "cayo", before);
            assertThat(figures.inForce().classes()).containsEntry("E", new PublicCount(PublicCount.Kind.AT_LEAST, 13));
            assertThat(row("cayo").all()).isEqualTo(new PublicCount(PublicCount.Kind.AT_LEAST, 10));
        });
    }

    @Test
    void theyAreOnAMapInATableAndInOpenData() {
        String csv =
                people.anonymous().get("/transport/figures.csv?show=licences").body();
        assertThat(csv)
                .contains(month() + ",in-force-district,toledo,", month() + ",in-force-district-class,toledo E,");
        assertThat(people.anonymous()
                        .get("/transport/figures.json?show=licences")
                        .body())
                .contains("\"measure\":\"in-force-district\"", "\"on\":\"" + month() + "\"");
        String page = people.anonymous().get("/transport/figures?show=licences").body();
        assertThat(page).contains("Licences in force on 1 ", "Stann Creek", "Not known");
        assertThat(page.split("class=\"c-map\"", -1))
                .as("both maps, also when nobody drove without a licence")
                .hasSize(3);
        assertThat(people.anonymous().get("/transport/figures?show=crashes").body())
                .doesNotContain("Licences in force");
    }
}
