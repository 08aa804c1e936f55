package bz.ceiba.systems.border;

/** Passports of made-up foreigners, by the lines at their foot. */
public final class TestPassports {
    private TestPassports() {}

    /** A new one of a woman born on 27 March 1988. */
    public static String zone(String surname, String given, String nationality) {
        return WrittenZone.of(TestTravellers.passport(surname, given, nationality));
    }
}
