package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Gives an empty demonstration some notified births and a death, told as hospitals tell them. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoNotifications {
    private static final List<String> PLACES = List.of(
            "southern-regional stann-creek Dangriga", "khmh belize Belize City", "western-regional cayo Belmopan");
    private static final List<Integer> DAYS_AGO = List.of(2, 9, 60);

    private final Telling telling;
    private final DemoCast cast;
    private final JdbcClient db;
    private final JsonMapper json;
    private final Clock clock;

    DemoNotifications(Telling telling, DemoCast cast, JdbcClient db, JsonMapper json, Clock clock) {
        this.telling = telling;
        this.cast = cast;
        this.db = db;
        this.json = json;
        this.clock = clock;
    }

    /** Once the people are there. Of several processes that start at once each tells the same, and it is taken once. */
    @EventListener(ApplicationReadyEvent.class)
    void fillIfEmpty() {
        boolean empty = db.sql("select not exists (select from civilregistry.notification)")
                .query(Boolean.class)
                .single();
        List<DemoCast.Member> mothers = empty ? cast.citizens(PLACES.size()) : List.of();
        LocalDate today = Country.today(clock);
        for (int i = 0; i < mothers.size(); i++) {
            String[] place = PLACES.get(i).split(" ", 3);
            ObjectNode body = json.createObjectNode()
                    .put("number", "DEMO-" + (i + 1))
                    .put("kind", Kind.LIVE.word())
                    .put("born_on", today.minusDays(DAYS_AGO.get(i)).toString())
                    .put("born_at", "0" + (i + 3) + ":20")
                    .put("sex", i % 2 == 0 ? "F" : "M")
                    .put("facility", place[0])
                    .put("district", place[1])
                    .put("town", place[2])
                    .put("weight", 2900 + 150 * i)
                    .put("plurality", "1")
                    .put("attended_by", "midwife")
                    .put("mother_name", mothers.get(i).name());
            tell(VitalEvent.BIRTH, body);
        }
        if (empty) {
            tell(
                    VitalEvent.DEATH,
                    json.createObjectNode()
                            .put("number", "DEMO-1")
                            .put("kind", Kind.DEATH.word())
                            .put("died_on", today.minusDays(3).toString())
                            .put("dead_given", "Prudencio")
                            .put("dead_family", "Cawich")
                            .put("age", 84)
                            .put("sex", "M")
                            .put("facility", "western-regional")
                            .put("district", "cayo")
                            .put("town", "Belmopan")
                            .put("manner", "natural")
                            .put("cause_code", "I63.9")
                            .put("cause", "Cerebral infarction")
                            .put("cause_by", "Dr Ada Pech"));
        }
    }

    private void tell(VitalEvent event, ObjectNode body) {
        telling.tell(new Message(
                event.notifications(), "health", event.word(), null, AuditEntry.SYSTEM, null, Locale.ENGLISH, body));
    }
}
