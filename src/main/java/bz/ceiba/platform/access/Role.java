package bz.ceiba.platform.access;

/** What a member of staff may be in an agency. */
public enum Role {
    /** Works on cases and decides them. */
    OFFICER,
    /** Sees an agency's figures, reassigns cases, revokes what was issued. */
    SUPERVISOR,
    /** Keeps a register: adds and corrects records. */
    REGISTRAR,
    /** Takes payments over the counter. */
    CASHIER,
    /** Helps citizens at a Digital Connect Centre and may act for those who consent. */
    ASSISTANT,
    /** Reads the audit log. */
    AUDITOR
}
