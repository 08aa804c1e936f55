package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Assurance;
import java.util.List;

/**
 * How surely a person's identity was proved, by the rules that {@code /identity/levels} publishes (Implementing Regulation (EU)
 * 2015/1502, annex, 2.1.2).
 */
public final class Proofing {
    private Proofing() {}

    /**
     * The level that evidence reaches which was checked together.
     *
     * <ul>
     *   <li>high: as substantial, and face or fingers were compared by machine with what the evidence holds
     *   <li>substantial: a document with a picture was inspected, its data compared with the issuer's, and the person seen; who has
     *       no document brings somebody who vouches for him, and a register's record that agrees
     *   <li>low: anything less
     * </ul>
     */
    static Assurance level(List<Evidence> evidence) {
        boolean record = evidence.stream()
                .anyMatch(one -> one instanceof Evidence.ElectronicRecord && one.checked(Evidence.DATA));
        boolean seen = evidence.stream().anyMatch(one -> one.checked(Evidence.SEEN) && stands(one, record));
        if (!seen) {
            return Assurance.LOW;
        }
        return evidence.stream().anyMatch(one -> one.checked(Evidence.MEASURED))
                ? Assurance.HIGH
                : Assurance.SUBSTANTIAL;
    }

    private static boolean stands(Evidence one, boolean record) {
        return switch (one) {
            case Evidence.Document document -> document.checked(Evidence.INSPECTED) && document.checked(Evidence.DATA);
            case Evidence.Vouch vouch -> record;
            case Evidence.ElectronicRecord alone -> false;
        };
    }

    /** What a sign-in is worth: no more than the proof of who it is. */
    public static Assurance atMost(Assurance proofed, Assurance authenticated) {
        return authenticated.reaches(proofed) ? proofed : authenticated;
    }
}
