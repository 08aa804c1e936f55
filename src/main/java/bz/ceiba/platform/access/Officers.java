package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who holds which role in an agency now. */
@Component
public class Officers {
    /** A member of staff. */
    public record Officer(PersonNumber person, String name) {}

    /** Those who hold the role in the agency today, by name. */
    public List<Officer> of(String agency, Role role) {
        throw new IllegalStateException("comes with the access room " + agency + role);
    }
}
