package bz.ceiba.platform.kernel;

import java.util.List;

/** What a room wants the operator to read on the console once the server is ready, such as the demo accounts. */
@FunctionalInterface
public interface Announcement {
    List<String> lines();
}
