package bz.ceiba.platform.xroad;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * This node as the Security Server of a member's own information systems: what they ask of services at other nodes is signed for the member, sent,
 * and the answer believed only as its owner signed it. Purpose and case are for the owner's node to judge, which reads the body.
 */
final class Forwarding {
    private final RemoteServices services;
    private final Agreements agreements;
    private final Metadata metadata;
    private final Audit audit;
    private final Clock clock;

    Forwarding(RemoteServices services, Agreements agreements, Metadata metadata, Audit audit, Clock clock) {
        this.services = services;
        this.agreements = agreements;
        this.metadata = metadata;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The answer of another node, or empty when the service is at home here.
     *
     * @throws XroadError when it is refused, or there is no answer
     */
    Optional<LoggedMessage> forward(LoggedMessage request) {
        Identifiers.Service service = request.head().service();
        Identifiers.Client client = request.head().client();
        if (service == null || client == null) {
            return Optional.empty();
        }
        boolean meta = metadata.isOne(service.code());
        Optional<RemoteService> remote = meta ? services.anyOf(service.provider()) : services.of(service);
        if (remote.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!meta) {
                requireAgreement(request.head(), client, remote.get().service());
            }
            return Optional.of(remote.get().node().ask(request.head(), request.body()));
        } catch (XroadError e) {
            throw e.atConsumer();
        }
    }

    private void requireAgreement(RestMessage request, Identifiers.Client client, String service) {
        if (agreements.mayUse(client.member(), service, Country.today(clock))) {
            return;
        }
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_REFUSED,
                Answering.user(request),
                null,
                client.member(),
                null,
                request.header(RestMessage.ISSUE).flatMap(CaseNumber::parse).orElse(null),
                null,
                Map.of("service", service, "reason", "no-agreement")));
        throw XroadError.accessDenied("No agreement lets " + client + " use " + request.service() + ".");
    }
}
