package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.ConsentChannel;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.oversight.Findings.Draft;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Who judges: a supervisor of the officer's agency, never the officer himself. What a supervisor did, or an officer of an agency that has
 * none, and what nobody judged in time, goes to the supervisors of the oversight authority.
 */
@Component
class Reviewers {
    private final Officers officers;
    private final ConsentChannel channel;
    private final Country country;
    private final Audit audit;
    private final OversightSettings settings;
    private final String authority;
    private final String baseUrl;
    private final Clock clock;

    Reviewers(
            Officers officers,
            ConsentChannel channel,
            Country country,
            Audit audit,
            OversightSettings settings,
            Agreements agreements,
            @Value("${ceiba.base-url}") String baseUrl,
            Clock clock) {
        this.officers = officers;
        this.channel = channel;
        this.country = country;
        this.audit = audit;
        this.settings = settings;
        this.authority = agreements.catalogue().policy().oversight().authority();
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    String authority() {
        return authority;
    }

    LocalDate today() {
        return Country.today(clock);
    }

    LocalDate due() {
        return country.workingDays().after(today(), settings.dueDays());
    }

    int level(String agency, PersonNumber officer) {
        List<Officers.Officer> managers = officers.of(agency, Role.SUPERVISOR);
        boolean manages = managers.stream().anyMatch(one -> one.person().equals(officer));
        return manages || managers.isEmpty() ? 1 : 0;
    }

    /** The agency for which somebody may judge it: that of the officer or the authority; null for everybody else and the officer. */
    @org.jspecify.annotations.Nullable
    String judgesFor(Actor actor, Finding finding) {
        if (actor.actingFor() != null || actor.person().equals(finding.officer())) {
            return null;
        }
        String agency = finding.level() == 0 ? finding.agency() : authority;
        return actor.holds(Role.SUPERVISOR, agency) ? agency : null;
    }

    /** Notes in the log that it was raised, and tells those who judge; once a day, since there may be many. */
    void raised(UUID id, Draft draft, int level) {
        audit.record(new AuditEntry(
                AuditEvent.UNUSUAL_FOUND,
                AuditEntry.SYSTEM,
                null,
                draft.agency(),
                null,
                null,
                null,
                Map.of(
                        "finding", id.toString(),
                        "officer", draft.officer().digits(),
                        "why", draft.reason().kind().name())));
        tellReviewers(level == 0 ? draft.agency() : authority, draft.officer(), "raised");
    }

    /** It was judged by nobody in time. */
    void escalated(Finding finding) {
        audit.record(new AuditEntry(
                AuditEvent.UNUSUAL_ESCALATED,
                AuditEntry.SYSTEM,
                null,
                finding.agency(),
                null,
                null,
                null,
                Map.of("finding", finding.id().toString())));
        tellReviewers(authority, finding.officer(), "escalated");
    }

    private void tellReviewers(String agency, PersonNumber officer, String key) {
        officers.of(agency, Role.SUPERVISOR).stream()
                .map(Officers.Officer::person)
                .filter(person -> !person.equals(officer))
                .forEach(person -> tell(
                        "oversight/" + key + "/" + agency + "/" + today() + "/" + person.digits(),
                        person,
                        "oversight.notice." + key,
                        agency,
                        "/oversight/unusual",
                        Map.of()));
    }

    void tell(String key, PersonNumber to, String template, String agency, String path, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        Locale language =
                channel.find(to).map(found -> Locale.of(found.language())).orElse(Locale.ENGLISH);
        all.put("agency", country.nameOf(agency).in(language));
        all.put("link", baseUrl + path);
        channel.tell(key, to, template, all);
    }
}
