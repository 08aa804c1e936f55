package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;

/** Who may not work on a case of a service because of what he decided before, outside of it. Declare a bean. */
public interface CaseBar {
    /** The service to whose cases it belongs. */
    String service();

    boolean bars(Actor officer, CaseFile file);
}
