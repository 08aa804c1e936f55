package bz.ceiba.systems.policerecords;

import java.util.List;

/**
 * A record that may be the applicant's.
 *
 * @param version of the record that was compared
 * @param score from 0 to 1; decides what an officer sees, never what is true
 */
record Candidate(long person, int version, double score, List<Reason> reasons) {
    Candidate {
        reasons = List.copyOf(reasons);
    }
}
