package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.DeadlineClock;
import bz.ceiba.platform.cases.ServiceDefinition.State;
import bz.ceiba.platform.kernel.WorkingDays;
import java.time.LocalDate;

/**
 * The deadline's clock: begins with the first state in which it runs, counts working days, and stands still in states
 * that wait for the applicant. Days that were left then are left when it runs again.
 */
record Deadline(ServiceDefinition definition, Expressions expressions, WorkingDays calendar, LocalDate today) {
    /** The case with its deadline as it is on entering a state today. */
    CaseFile entering(CaseFile c, String stateName) {
        State state = definition.state(stateName);
        if (state.isEnd()) {
            return c;
        }
        LocalDate due = c.dueOn();
        if (state.clock() == DeadlineClock.STOPPED) {
            return due == null || c.daysLeft() != null ? c : Revised.due(c, c.startedOn(), due, left(due));
        }
        if (due == null) {
            int days = Math.toIntExact(expressions.number(definition.deadline(), c.form(), c.facts()));
            return Revised.due(c, today, calendar.after(today, days), null);
        }
        Integer left = c.daysLeft();
        if (left == null) {
            return c;
        }
        return Revised.due(c, c.startedOn(), left < 0 ? due : calendar.after(today, left), null);
    }

    /** Negative once it is over, be it only by days on which nobody works. */
    private int left(LocalDate due) {
        int days = calendar.between(today, due);
        return today.isAfter(due) ? Math.min(days, -1) : days;
    }
}
