package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Elsewhere;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.StartFailure;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.ssl.SslBundles;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services that other nodes offer.
 *
 * @param byName by their names on the exchange
 * @param sources those that are asked
 * @param receivers those that are told
 */
record RemoteServices(Map<String, RemoteService> byName, List<Source> sources, List<Receiver> receivers)
        implements Elsewhere {
    /**
     * @throws StartFailure when a setting names a peer or a service that is none
     */
    static RemoteServices of(
            XroadSettings settings,
            Agreements agreements,
            SslBundles bundles,
            ReceivedSignatures signatures,
            Standing standing,
            Node node,
            Spool spool,
            JsonMapper json,
            Clock clock) {
        if (settings.services().isEmpty()) {
            return new RemoteServices(Map.of(), List.of(), List.of());
        }
        Map<String, RemoteNode> nodes = nodes(settings, bundles, signatures, standing, node, spool, clock);
        Map<String, RemoteService> byName = new TreeMap<>();
        settings.services().forEach((name, peer) -> {
            RemoteNode remote = nodes.get(peer);
            if (remote == null) {
                throw new StartFailure("ceiba.xroad.services." + name + " names '" + peer
                        + "', which is no peer with an address (ceiba.xroad.peers." + peer + ".address).");
            }
            byName.put(name, new RemoteService(name, service(agreements, name).provider(), settings, remote, json));
        });
        return new RemoteServices(
                Map.copyOf(byName),
                byName.values().stream()
                        .filter(one -> !service(agreements, one.service()).isTold()
                                && !service(agreements, one.service()).isEvent())
                        .<Source>map(RemoteSource::new)
                        .toList(),
                byName.values().stream()
                        .filter(one -> service(agreements, one.service()).isTold())
                        .<Receiver>map(RemoteReceiver::new)
                        .toList());
    }

    private static Map<String, RemoteNode> nodes(
            XroadSettings settings,
            SslBundles bundles,
            ReceivedSignatures signatures,
            Standing standing,
            Node node,
            Spool spool,
            Clock clock) {
        Connection connection = Connection.of(settings, bundles);
        Map<String, RemoteNode> nodes = new HashMap<>();
        settings.peers().forEach((name, peer) -> {
            URI address = peer.address();
            if (address != null) {
                nodes.put(
                        name, new RemoteNode(address, connection, settings, signatures, standing, node, spool, clock));
            }
        });
        return nodes;
    }

    private static Agreements.Service service(Agreements agreements, String name) {
        return agreements
                .service(name)
                .orElseThrow(() -> new StartFailure("ceiba.xroad.services: the catalogue has no '" + name + "'."));
    }

    /** The service as it stands in an address of X-Road's. */
    Optional<RemoteService> of(Identifiers.Service asked) {
        return Optional.ofNullable(byName.get(asked.provider().subsystem() + "." + asked.code()))
                .filter(service -> service.isOf(asked.provider()));
    }

    /** One that a subsystem offers. */
    Optional<RemoteService> anyOf(Identifiers.Client provider) {
        return byName.values().stream()
                .filter(one -> one.isOf(provider) && one.service().startsWith(provider.subsystem() + "."))
                .findFirst();
    }

    /** The owners of what is offered elsewhere. */
    @Override
    public Set<String> agencies() {
        return byName.values().stream().map(RemoteService::provider).collect(Collectors.toUnmodifiableSet());
    }
}
