package bz.ceiba.platform.insight;

/**
 * What happened to cases on a day or in a month.
 *
 * @param decided cases decided for the first time; an appeal's decision is not counted again
 * @param late those of them decided after their last day
 * @param granted cases whose first end was that
 * @param withdrawn cases whose first end was that the applicant withdrew or was not heard of any more
 */
record Counts(int submitted, int decided, int late, int granted, int refused, int withdrawn) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(
                submitted + more.submitted,
                decided + more.decided,
                late + more.late,
                granted + more.granted,
                refused + more.refused,
                withdrawn + more.withdrawn);
    }

    int inTime() {
        return decided - late;
    }
}
