package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The members' own systems that answer for services of theirs, with their descriptions. */
final class Backends {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** Of IPv6, unique local (RFC 4193). */
    private static final int UNIQUE_LOCAL = 0xFC;

    private final Map<String, Backend> byService = new HashMap<>();
    private final Map<String, Description> descriptions = new HashMap<>();

    /**
     * A service's OpenAPI document.
     *
     * @param bytes as its owner wrote it
     */
    private record Description(byte[] bytes, String mediaType, List<Map<String, String>> endpoints) {}

    /**
     * @throws StartFailure when a setting names a service that has no system of its own, or a system that can't be
     */
    Backends(XroadSettings settings, Agreements agreements, SslBundles bundles, Spool spool, Clock clock) {
        settings.backends().forEach((service, backend) -> {
            String setting = "ceiba.xroad.backends." + service;
            if (agreements.service(service).filter(Agreements.Service::isSystem).isEmpty()) {
                throw new StartFailure(setting + ": the catalogue has no service of that name with 'system: true'.");
            }
            URI address = backend.address();
            requireSafe(setting, address);
            Line line = new Line(address.getHost(), settings.mostAtOnce(), settings.patience(), clock);
            byService.put(service, new Backend(address, client(settings, backend, bundles), spool, line));
            Path description = backend.description();
            if (description != null) {
                descriptions.put(service, read(setting + ".description", description));
            }
        });
    }

    private static HttpClient client(XroadSettings settings, XroadSettings.Backend backend, SslBundles bundles) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(settings.patience());
        if (backend.sslBundle() != null) {
            client.sslContext(bundles.getBundle(backend.sslBundle()).createSslContext());
        }
        return client.build();
    }

    /** What people's data goes over is encrypted, or never leaves the office. */
    private static void requireSafe(String setting, URI address) {
        boolean http = "http".equals(address.getScheme());
        if (address.getHost() == null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null
                || !(http || "https".equals(address.getScheme()))) {
            throw new StartFailure(setting + ".address: '" + address + "' must be like https://HOST/PATH.");
        }
        try {
            if (http && !isPrivate(InetAddress.getByName(address.getHost()))) {
                throw new StartFailure(setting + ".address: " + address + " is no private address; use https.");
            }
        } catch (UnknownHostException e) {
            throw new StartFailure(setting + ".address: nobody knows the host " + address.getHost() + ".");
        }
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || (address.getAddress().length > 4 && (address.getAddress()[0] & 0xFE) == UNIQUE_LOCAL);
    }

    private static Description read(String setting, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            // JSON is YAML too.
            JsonNode read = YAML.readTree(bytes);
            if (!read.path("openapi").asString("").startsWith("3.")) {
                throw new StartFailure(setting + " (" + file + ") is no OpenAPI 3 document.");
            }
            List<Map<String, String>> endpoints = new ArrayList<>();
            read.path("paths").properties().forEach(path -> path.getValue().propertyNames().stream()
                    .filter(METHODS::contains)
                    .forEach(method ->
                            endpoints.add(Map.of("method", method.toUpperCase(Locale.ROOT), "path", path.getKey()))));
            boolean json =
                    new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
            return new Description(bytes, json ? "application/json;charset=utf-8" : "application/yaml", endpoints);
        } catch (IOException | JacksonException e) {
            throw new StartFailure(setting + " (" + file + ") can't be read: " + e.getMessage() + ".");
        }
    }

    /**
     * @throws XroadError when the service's system is not connected to this node
     */
    Backend of(String service) {
        @Nullable Backend backend = byService.get(service);
        if (backend == null) {
            throw XroadError.serviceFailed("The system that answers for this service is not connected to this node.");
        }
        return backend;
    }

    /** Its owner's description, if he gave one. */
    Optional<Answer> description(String service) {
        return Optional.ofNullable(descriptions.get(service))
                .map(known -> Answer.of(200, "OK", known.mediaType(), known.bytes()));
    }

    /** What can be asked (PR-MREST): as described, or anything. */
    List<Map<String, String>> endpoints(String service) {
        Description known = descriptions.get(service);
        return known == null ? List.of(Map.of("method", "*", "path", "**")) : known.endpoints();
    }
}
