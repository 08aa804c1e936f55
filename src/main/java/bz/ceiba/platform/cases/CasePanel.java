package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.web.Html;
import java.util.Optional;

/** What a system adds to the pages of its cases. */
public interface CasePanel {
    /** The service to whose cases it belongs. */
    String service();

    /** A fragment for the officer's page, between the facts and the decision. */
    Optional<Html> forOfficer(CaseFile file, Actor officer);

    /** A fragment for the applicant's page. */
    Optional<Html> forApplicant(CaseFile file, Actor applicant);
}
