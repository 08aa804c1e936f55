package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Collection;
import java.util.List;

/** Knows which entries of people's logs name something that was sealed since, and that those people are not shown any more. */
public interface SealedRecords {
    /**
     * What was sealed.
     *
     * @param records what the entries name, as they name it
     * @param cases the numbers of cases
     */
    record Sealed(List<String> records, List<String> cases) {
        public Sealed {
            records = List.copyOf(records);
            cases = List.copyOf(cases);
        }
    }

    /** What was sealed of these people. */
    Sealed of(Collection<PersonNumber> people);
}
