package bz.ceiba.systems.portal;

import bz.ceiba.platform.audit.ActorNames;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosure;
import bz.ceiba.platform.audit.UseKind;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Page;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Says in plain words what an entry of the log means to the person whose data it is about. */
public final class DisclosureWords {
    /** What one who acts for another does at a service that signs people in. */
    private static final Set<AuditEvent> AT_SERVICES = EnumSet.of(
            AuditEvent.ACTING_BEGUN,
            AuditEvent.TOKEN_ISSUED,
            AuditEvent.CLAIMS_TOLD,
            AuditEvent.PROOFS_TOLD,
            AuditEvent.CONSENT_GIVEN,
            AuditEvent.CONSENT_REFUSED,
            AuditEvent.CONSENT_WITHDRAWN);

    private final Agreements agreements;
    private final Services services;
    private final Country country;
    private final ObjectProvider<ActorNames> names;
    private final PersonNumber reader;

    /**
     * @param reader whose log it is
     */
    DisclosureWords(
            Agreements agreements,
            Services services,
            Country country,
            ObjectProvider<ActorNames> names,
            PersonNumber reader) {
        this.names = names;
        this.reader = reader;
        this.agreements = agreements;
        this.services = services;
        this.country = country;
    }

    /** One sentence: who did what. */
    public String sentence(Page page, Disclosure entry) {
        String register = entry.detail().getOrDefault("service", "");
        String what = agreements
                .service(register)
                .map(service -> page.t(service.title()))
                .orElse(page.t("audit.disclosures.a-register"));
        if (isActedAtService(entry)) {
            return page.t(
                    (isAbout(entry) ? "audit.acted-for-you." : "audit.acted-by-you.")
                            + entry.event().name(),
                    who(page, entry),
                    party(page, entry));
        }
        if (!isAbout(entry)) {
            return page.t(
                    "audit.uses.by-you",
                    who(page, entry),
                    page.t("audit.event." + entry.event().name()));
        }
        String giver = entry.detail().get("giver");
        if (giver != null && !giver.equals(entry.detail().get("client"))) {
            return page.t(
                    "audit.disclosed." + entry.event().name() + ".giver",
                    who(page, entry),
                    what,
                    party(page, entry),
                    client(page, giver));
        }
        return UseKind.hasWords(entry.event())
                ? page.t("audit.disclosed." + entry.event().name(), who(page, entry), what, party(page, entry))
                : page.t(
                        "audit.uses.for-you",
                        who(page, entry),
                        page.t("audit.event." + entry.event().name()));
    }

    /** Whether somebody acted for another at a service that signs people in. */
    private static boolean isActedAtService(Disclosure entry) {
        return AT_SERVICES.contains(entry.event())
                && entry.detail().containsKey("ground")
                && (entry.detail().containsKey("client") || entry.detail().containsKey("party"));
    }

    /** Whether it is about the reader himself, and not about somebody for whom he acted. */
    public boolean isAbout(Disclosure entry) {
        return reader.digits().equals(entry.subject());
    }

    private String party(Page page, Disclosure entry) {
        String party = entry.detail().get("party");
        return party != null ? party : client(page, entry.detail().getOrDefault("client", ""));
    }

    private String client(Page page, String client) {
        return names.stream()
                .flatMap(known -> known.of(client).stream())
                .findFirst()
                .orElse(client.isEmpty() ? page.t("audit.uses.a-service") : client);
    }

    /** Whether an office answers when the reader asks about it. */
    public boolean isAskable(Disclosure entry) {
        return isAbout(entry)
                && country.agencies().stream().anyMatch(agency -> agency.id().equals(entry.agency()));
    }

    /** The right under which somebody acted, in words, or empty. */
    public Optional<String> ground(Page page, Disclosure entry) {
        return Optional.ofNullable(entry.detail().get("ground")).map(ground -> page.t("audit.uses.ground." + ground));
    }

    /** Under which agreement, or empty when none was needed. */
    public Optional<String> agreement(Page page, Disclosure entry) {
        return Optional.ofNullable(entry.detail().get("agreement")).map(reference -> agreements.all().stream()
                .filter(one -> one.reference().equals(reference))
                .findFirst()
                .map(one -> page.t(one.title()))
                .orElse(reference));
    }

    private String who(Page page, Disclosure entry) {
        @Nullable String agency = entry.agency() == null ? null : agency(page, entry.agency());
        if (entry.actorName() != null) {
            return agency == null ? entry.actorName() : page.t("audit.who.officer", entry.actorName(), agency);
        }
        if (agency != null) {
            return agency;
        }
        return switch (entry.actor()) {
            case AuditEntry.ANONYMOUS -> page.t("audit.who.anonymous");
            case AuditEntry.SYSTEM -> page.t("audit.who.system");
            default -> page.t("audit.who.somebody");
        };
    }

    private String agency(Page page, String id) {
        return country.agencies().stream()
                .filter(agency -> agency.id().equals(id))
                .findFirst()
                .map(agency -> page.t(agency.name()))
                .orElse(id);
    }

    /** Why, in words, or empty when nothing says so. */
    public Optional<String> purpose(Page page, Disclosure entry) {
        return Optional.ofNullable(entry.purpose()).map(purpose -> agreements
                .purpose(purpose)
                .map(known -> page.t(known.title()))
                .or(() -> services.current(purpose).map(service -> page.t(service.title())))
                .orElse(purpose));
    }

    /** What the office was told: the names of the fields. */
    public List<String> told(Page page, Disclosure entry) {
        String claims = entry.detail().getOrDefault("claims", "");
        if (!claims.isEmpty()) {
            return Arrays.stream(claims.split(" ", -1))
                    .map(claim -> page.t("identity.claim." + claim))
                    .toList();
        }
        String fields = entry.detail().getOrDefault("fields", "");
        return agreements
                .service(entry.detail().getOrDefault("service", ""))
                .map(service -> Arrays.stream(fields.split(" ", -1))
                        .flatMap(pointer -> service.field(pointer).stream())
                        .map(Agreements.Field::title)
                        .map((LocalizedText title) -> page.t(title))
                        .toList())
                .orElse(List.of());
    }
}
