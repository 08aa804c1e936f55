package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class BoardIT {
    @Autowired
    Board board;

    @Autowired
    Licences licences;

    @Autowired
    TestPeople people;

    @Value("${ceiba.test.owner-url}")
    String owner;

    @Test
    void whatCameTwoWeeksAgoIsInItsWeekAndWhatIsOpenIsCountedByAge() {
        BoardFigures before = board.of("police");
        CaseFile file = licences.free(people.citizen());
        for (String table : new String[] {"case_file", "search"}) {
            bz.ceiba.TestDatabase.execute(
                    owner,
                    "update cases." + table + " set submitted_at = submitted_at - interval '14 days' where number = '"
                            + file.number() + "'");
        }
        BoardFigures after = board.of("police");
        assertThat(after.weeks()).hasSize(BoardFigures.WEEKS);
        assertThat(after.weeks().get(6).came()).isEqualTo(before.weeks().get(6).came() + 1);
        assertThat(after.weeks().get(7)).isEqualTo(before.weeks().get(7));
        assertThat(pile(after).upTo20()).isEqualTo(pile(before).upTo20() + 1);
        assertThat(pile(after).upTo5()).isEqualTo(pile(before).upTo5());
        assertThat(people.session(people.supervisor("police"))
                        .get("/cases/board")
                        .body())
                .contains("<p class=\"c-one\">" + after.open() + "</p>", "How we reckon");
        assertThat(people.session(people.officer("police")).get("/cases/board").statusCode())
                .isEqualTo(403);
    }

    private static BoardFigures.Pile pile(BoardFigures figures) {
        return figures.piles().stream()
                .filter(p -> p.service().equals("testing.licence") && p.state().equals("review"))
                .findFirst()
                .orElse(new BoardFigures.Pile("testing.licence", 1, "review", 0, 0, 0, 0, 0, 0));
    }

    @Test
    void theForecastIsThePlainSumThatThePageStates() {
        LocalDate monday = LocalDate.of(2026, 11, 2);
        BoardFigures.Pile pile = new BoardFigures.Pile("a.b", 1, "review", 40, 40, 0, 0, 0, 3);
        BoardFigures growing = new BoardFigures(
                List.of(new BoardFigures.Week(monday, 12, 6), new BoardFigures.Week(monday.plusWeeks(1), 8, 10)),
                List.of(pile));
        assertThat(growing.comePerWeek()).isEqualTo(10);
        assertThat(growing.closedPerWeek()).isEqualTo(8);
        assertThat(growing.openInFourWeeks()).isEqualTo(48);
        assertThat(growing.neededPerWeek()).isEqualTo(20);
        BoardFigures shrinking = new BoardFigures(List.of(new BoardFigures.Week(monday, 0, 30)), List.of(pile));
        assertThat(shrinking.openInFourWeeks()).isZero();
    }
}
