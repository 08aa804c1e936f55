package bz.ceiba.platform.access;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows the demonstration's police an open review of their offices. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoReview {
    private static final String AGENCY = "police";

    private final ReviewStaff reviewing;
    private final JdbcClient db;

    DemoReview(ReviewStaff reviewing, JdbcClient db) {
        this.reviewing = reviewing;
        this.db = db;
    }

    /** Once the people are there; of several processes that start at once one opens it. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(1)
    void openTheFirst() {
        boolean none = db.sql("select not exists (select 1 from access.review where agency = ?)")
                .param(AGENCY)
                .query(Boolean.class)
                .single();
        if (none) {
            reviewing.open(AGENCY);
        }
    }
}
