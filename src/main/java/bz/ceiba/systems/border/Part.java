package bz.ceiba.systems.border;

/** Whose part of a declaration something is: each agency sees its own and what is both's. */
enum Part {
    BOTH("both"),
    IMMIGRATION("immigration"),
    CUSTOMS("customs");

    /** As the organogram names the agency, and as questions name whose they are. */
    private final String agency;

    Part(String agency) {
        this.agency = agency;
    }

    String agency() {
        return agency;
    }
}
