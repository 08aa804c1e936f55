package bz.ceiba.systems.border;

import bz.ceiba.systems.border.Draft.Content;
import bz.ceiba.systems.border.screening.DemoScreening;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Invented travellers of today's flight in an empty demonstration, some of them like people on its watchlists, so that the desk has a queue. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoTravellers {
    /** Surname, given names, nationality, number, birth, days until the passport runs out. */
    private static final List<List<String>> CAST = List.of(
            List.of("WHITCOMBE", "LAURA JANE", "USA", "990000101", "1984-06-21", "1800"),
            List.of("VETROV", "RUSLAN", "RUS", "758812345", "1979-04-11", "900"),
            List.of("FOURNIER", "HUGO", "FRA", "19ZZ00077", "1990-01-09", "2200"),
            List.of("TSUL CAMAL", "EVARISTO", "GTM", "G55509911", "1988-07-19", "700"),
            List.of("QUELLHORST", "TOBIAS", "DEU", "C01X00T47", "1999-08-30", "1500"),
            List.of("MORALES", "ROSA ELENA", "GTM", "G55500002", "1977-11-02", "40"),
            List.of("OKAFOR", "CHIDI", "NGA", "A99000123", "1993-03-14", "1100"),
            List.of("AL MARZOUN", "HADI", "JOR", "T990011", "1985-09-02", "300"),
            List.of("BRENNAN", "AOIFE", "IRL", "PZ9900451", "2001-05-27", "2900"),
            List.of("LI", "WENZHAO", "CHN", "EJ9900012", "1983-03-03", "1300"),
            List.of("NAKAMURA", "SORA", "JPN", "TZ9900881", "1996-10-10", "60"),
            List.of("TREMBLAY", "LUC", "CAN", "GA990017", "1969-12-01", "2000"));

    private final DemoScreening screening;
    private final Drafts drafts;
    private final SubmitDeclaration submit;
    private final Desk desk;
    private final Questions questions;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final int count;

    DemoTravellers(
            DemoScreening screening,
            Drafts drafts,
            SubmitDeclaration submit,
            Desk desk,
            Questions questions,
            JdbcClient db,
            TransactionTemplate transaction,
            @Value("${ceiba.border.demo-travellers:12}") int count) {
        this.screening = screening;
        this.drafts = drafts;
        this.submit = submit;
        this.desk = desk;
        this.questions = questions;
        this.db = db;
        this.transaction = transaction;
        this.count = count;
    }

    @EventListener(ApplicationReadyEvent.class)
    void fillIfEmpty() {
        if (count > 0) {
            transaction.executeWithoutResult(status -> fill());
        }
    }

    private void fill() {
        // Of several processes that start at once one fills and the others wait.
        db.sql("select pg_advisory_xact_lock(hashtext('border.demo-travellers'))")
                .query((row, n) -> 1)
                .single();
        if (screening.fillIfEmpty()) {
            arrive();
        }
    }

    /** They declare, and are screened as they are when an officer opens their declarations. */
    private void arrive() {
        CAST.stream().limit(count).forEach(one -> {
            Draft draft = drafts.begin(ReturnCode.random(), null, "en");
            drafts.save(draft, content(one), "en");
            desk.own(Part.IMMIGRATION, submit.submit(draft), 1, Locale.ENGLISH);
        });
    }

    private Content content(List<String> one) {
        LocalDate today = questions.today();
        ObjectNode form = JsonNodeFactory.instance
                .objectNode()
                .put("direction", "arrival")
                .put("port", "pgia")
                .put("travelDate", today.toString())
                .put("carrier", "UA 1456")
                .put("party", "person")
                .put("purpose", "holiday")
                .put("nights", 7)
                .put("address", "Guest house, Hopkins")
                .put("goods", false);
        String expiry = today.plusDays(Long.parseLong(one.get(5))).toString();
        Traveller traveller =
                new Traveller(one.get(0), one.get(1), one.get(3), one.get(2), one.get(2), one.get(4), expiry, "", true);
        return new Content(form, List.of(traveller));
    }
}
