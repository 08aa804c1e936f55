package bz.ceiba.systems.border.screening;

import bz.ceiba.TestPeople;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Entries that a test writes on a watchlist. */
@Component
public class ListedPeople {
    private final KeepWatchlist keep;
    private final TestPeople people;
    private final JsonMapper json;

    ListedPeople(KeepWatchlist keep, TestPeople people, JsonMapper json) {
        this.keep = keep;
        this.people = people;
        this.json = json;
    }

    /** Puts somebody on the list of court orders. */
    public void add(String name, String born) {
        keep.write(
                people.registrar("immigration"),
                "orders",
                "e-" + UUID.randomUUID(),
                FollowTheMoney.written(json, false, List.of(name), born, "", "", "for a test"),
                "for a test only");
    }
}
