package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;

/** The demonstration's made-up people, for rooms that fill themselves with a made-up past. There is none outside of it. */
public interface DemoCast {
    /**
     * One of them.
     *
     * @param language in which he is written to
     * @param district of residence
     */
    record Member(PersonNumber person, String name, String language, String district) {}

    /** Adults who hold no office and are none of the accounts that one signs in with; the same each time, at most 1,000. */
    List<Member> citizens(int count);

    /** Those who hold the role in the agency, by number. */
    List<Member> staff(String agency, Role role);
}
