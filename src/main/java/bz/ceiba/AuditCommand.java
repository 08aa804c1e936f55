package bz.ceiba;

/** {@code ./ceiba audit verify}. */
final class AuditCommand {
    private AuditCommand() {}

    static int run(Launch launch) {
        System.err.println("audit " + launch.rest() + " comes with the audit room.");
        return 2;
    }
}
