package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.Issued;
import bz.ceiba.platform.documents.DocumentClass;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether what definitions say of the documents that they issue makes sense. */
final class IssuedCheck {
    /** The class of what people hand in; no document may be called so. */
    private static final String UPLOAD = "upload";

    private static final int LONG_TERM_YEARS = 10;

    private IssuedCheck() {}

    static List<String> findings(ServiceDefinition definition) {
        List<String> findings = new ArrayList<>();
        Set<String> types = new HashSet<>();
        for (Issued issued : definition.issues()) {
            String where = "issues." + issued.type();
            if (!issued.type().matches("[a-z][a-z0-9-]{2,59}") || issued.type().equals(UPLOAD)) {
                findings.add(where + " must be small letters, digits and hyphens, and not '" + UPLOAD + "'");
            }
            if (!types.add(issued.type())) {
                findings.add(where + " is there twice");
            }
            Period keep = issued.keep();
            if (keep != null && (keep.isNegative() || keep.isZero())) {
                findings.add(where + " must be kept for some time, not '" + keep + "'");
            } else if (keep != null
                    && issued.documentClass() == DocumentClass.LONG_TERM
                    && keep.toTotalMonths() < 12L * LONG_TERM_YEARS) {
                findings.add(where + " is long-term and kept for less than " + LONG_TERM_YEARS + " years");
            }
        }
        return findings;
    }

    /** Of the newest versions: a type has one class and one period, whichever service issues it. */
    static List<String> differences(Collection<ServiceDefinition> newest) {
        List<String> findings = new ArrayList<>();
        Map<String, Issued> known = new HashMap<>();
        for (ServiceDefinition definition : newest) {
            for (Issued issued : definition.issues()) {
                Issued other = known.putIfAbsent(issued.type(), issued);
                if (other != null && !other.equals(issued)) {
                    findings.add(definition.id() + ": issues." + issued.type()
                            + " has another class or period than in another service");
                }
            }
        }
        return findings;
    }
}
