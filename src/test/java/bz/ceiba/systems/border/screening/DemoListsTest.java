package bz.ceiba.systems.border.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The demonstration's watchlists are files as a publisher would send them. */
class DemoListsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static List<WatchEntry> entries() {
        List<WatchEntry> all = new ArrayList<>();
        for (String list : DemoScreening.LISTS) {
            FollowTheMoney.File file = FollowTheMoney.read(JSON, DemoScreening.file(list));
            assertThat(file.skipped()).as(list).isZero();
            file.entries()
                    .forEach((id, content) ->
                            all.add(FollowTheMoney.compared(list, id, content, FollowTheMoney.digest(content))));
        }
        return all;
    }

    private static Traveller traveller(String given, String family, String born, String issuer, String number) {
        return new Traveller(
                "R/1/1",
                family,
                given,
                born,
                "",
                issuer,
                "P",
                issuer,
                number,
                "2031-01-31",
                null,
                null,
                new Journey("arrival", "air", "pgia", "", "UA1456", "holiday", 7, 0, Instant.EPOCH));
    }

    @Test
    void whoIsOnThemIsFoundByNameInAnyScriptOrByDocumentAndNobodyElse() {
        List<WatchEntry> entries = entries();
        assertThat(entries).hasSize(14);
        WatchIndex index = new WatchIndex(entries);
        assertThat(index.find(traveller("Руслан", "Ветров", "1979-04-11", "RUS", "758812345")))
                .isNotEmpty();
        assertThat(index.find(traveller("Hugo", "Fournier", "1990-01-09", "FRA", "19ZZ00077")))
                .extracting(found -> found.entry().list())
                .containsExactly("documents");
        assertThat(index.find(traveller("Evaristo", "Tsul Camal", "1988-07-19", "GTM", "G55509911")))
                .isNotEmpty();
        assertThat(index.find(traveller("Laura Jane", "Whitcombe", "1984-06-21", "USA", "990000101")))
                .isEmpty();
    }
}
