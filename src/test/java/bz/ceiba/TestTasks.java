package bz.ceiba;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Recurring tasks of the shared server, for tests that show that a task does its work by itself. */
@Component
public class TestTasks {
    private final JdbcClient db;

    public TestTasks(JdbcClient db) {
        this.db = db;
    }

    /** Its time has come; it runs when the scheduler looks next. */
    public void due(String task) {
        int rows = db.sql("update kernel.scheduled_tasks set execution_time = now() where task_name = ? and not picked")
                .param(task)
                .update();
        if (rows > 1) {
            throw new IllegalArgumentException(task + " is no recurring task");
        }
    }
}
