package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.OpenApi;
import bz.ceiba.platform.kernel.Country;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/** X-Road's metaservices for REST (PR-MREST): which services a subsystem offers, which of them a client may use, and how. */
final class Metadata {
    private static final String LIST = "listMethods";
    private static final String ALLOWED = "allowedMethods";
    private static final String OPENAPI = "getOpenAPI";

    private final XroadSettings settings;
    private final Agreements agreements;
    private final OpenApi openApi;
    private final Backends backends;
    private final JsonMapper json;
    private final Clock clock;

    Metadata(
            XroadSettings settings,
            Agreements agreements,
            OpenApi openApi,
            Backends backends,
            JsonMapper json,
            Clock clock) {
        this.openApi = openApi;
        this.backends = backends;
        this.settings = settings;
        this.agreements = agreements;
        this.json = json;
        this.clock = clock;
    }

    boolean isOne(String code) {
        return Set.of(LIST, ALLOWED, OPENAPI).contains(code);
    }

    Answer answer(RestMessage request, Identifiers.Service service, Identifiers.Client client) {
        if (!request.first().equals("GET")) {
            throw XroadError.badRequest("Metaservices are asked with GET.");
        }
        List<Agreements.Service> offered = offered(service.provider());
        if (offered.isEmpty()) {
            throw XroadError.unknownService(service.provider() + " offers nothing here.");
        }
        return switch (service.code()) {
            case LIST -> list(service.provider(), offered);
            case ALLOWED ->
                list(
                        service.provider(),
                        offered.stream().filter(one -> mayUse(client, one)).toList());
            default -> openApi(request, offered);
        };
    }

    private List<Agreements.Service> offered(Identifiers.Client provider) {
        if (!provider.instance().equals(settings.instance())
                || !provider.memberClass().equals(settings.memberClass())) {
            return List.of();
        }
        return agreements.catalogue().services().stream()
                .filter(one ->
                        one.provider().equals(provider.member()) && one.id().startsWith(provider.subsystem() + "."))
                .toList();
    }

    private boolean mayUse(Identifiers.Client client, Agreements.Service service) {
        return client.instance().equals(settings.instance())
                && client.memberClass().equals(settings.memberClass())
                && agreements.mayUse(client.member(), service.id(), Country.today(clock));
    }

    private static String code(Agreements.Service service) {
        return service.id().substring(service.id().indexOf('.') + 1);
    }

    private Answer list(Identifiers.Client provider, List<Agreements.Service> services) {
        List<Map<String, Object>> listed = new ArrayList<>();
        for (Agreements.Service service : services) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("member_class", provider.memberClass());
            one.put("member_code", provider.member());
            one.put("object_type", "SERVICE");
            one.put("service_code", code(service));
            one.put("service_type", "OPENAPI");
            one.put("subsystem_code", String.valueOf(provider.subsystem()));
            one.put("xroad_instance", provider.instance());
            one.put(
                    "endpoint_list",
                    service.isSystem()
                            ? backends.endpoints(service.id())
                            : List.of(Map.of("method", "POST", "path", "/")));
            listed.add(one);
        }
        return json(Map.of("service", listed));
    }

    private Answer openApi(RestMessage request, List<Agreements.Service> offered) {
        List<String> asked = UriComponentsBuilder.newInstance()
                .query(Objects.requireNonNullElse(request.query(), ""))
                .build()
                .getQueryParams()
                .getOrDefault("serviceCode", List.of());
        if (asked.size() != 1 || asked.getFirst() == null || asked.getFirst().isBlank()) {
            throw XroadError.badRequest("The query needs serviceCode once.");
        }
        String code = decoded(asked.getFirst());
        return offered.stream()
                .filter(service -> code(service).equals(code))
                .findFirst()
                .map(service -> backends.description(service.id()).orElseGet(() -> json(openApi.describe(service))))
                .orElseThrow(() -> XroadError.unknownService("There is no service '" + code + "' there."));
    }

    private static String decoded(String code) {
        try {
            return Identifiers.decode(code);
        } catch (IllegalArgumentException e) {
            throw XroadError.badRequest("The query's serviceCode is none: " + e.getMessage() + ".");
        }
    }

    private Answer json(Object body) {
        return Answer.of(
                200,
                "OK",
                "application/json;charset=utf-8",
                json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }
}
