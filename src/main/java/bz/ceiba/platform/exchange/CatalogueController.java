package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.exchange.PublicServices.PublicService;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What registers hold and answer: for officials, developers and whoever wants to know, and in the forms that machines read. */
@Controller
@PublicPage
class CatalogueController {
    private static final MediaType JSON_LD = MediaType.parseMediaType("application/ld+json");

    private final Agreements agreements;
    private final Country country;
    private final ObjectProvider<PublicServices> forms;
    private final Volumes volumes;
    private final OpenApi openApi;
    private final ExchangeSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final String baseUrl;

    CatalogueController(
            Agreements agreements,
            Country country,
            ObjectProvider<PublicServices> forms,
            Volumes volumes,
            OpenApi openApi,
            ExchangeSettings settings,
            JsonMapper json,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.agreements = agreements;
        this.country = country;
        this.forms = forms;
        this.volumes = volumes;
        this.openApi = openApi;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    private Service known(String id) {
        return agreements
                .service(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-service"));
    }

    private List<PublicService> publicServices() {
        return forms.stream().flatMap(known -> known.all().stream()).toList();
    }

    @GetMapping("/exchange/catalogue")
    Html catalogue() {
        return Html.of("exchange/catalogue")
                .with("services", agreements.catalogue().services())
                .with("country", country);
    }

    @GetMapping("/exchange/catalogue/{id}")
    Html service(@PathVariable("id") String id) {
        Service service = known(id);
        return Html.of("exchange/service")
                .with("service", service)
                .with("catalogue", agreements.catalogue())
                .with("country", country)
                .with(
                        "inForce",
                        agreements.inForce(Country.today(clock)).stream()
                                .filter(one -> one.service().equals(id))
                                .toList())
                .with("example", json.writerWithDefaultPrettyPrinter().writeValueAsString(openApi.example(service)));
    }

    /** OpenAPI 3.1. */
    @GetMapping("/exchange/catalogue/{id}/openapi.json")
    ResponseEntity<JsonNode> openApi(@PathVariable("id") String id) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(openApi.describe(known(id)));
    }

    /** CPSV-AP: the services that people can apply for. */
    @GetMapping("/exchange/catalogue.jsonld")
    ResponseEntity<String> publicServicesForMachines() {
        return ResponseEntity.ok()
                .contentType(JSON_LD)
                .body(json.writeValueAsString(new PublicServiceGraph(country, baseUrl).describe(publicServices())));
    }

    /** The register of processing: who keeps what, who is told it, why and for how long. */
    @GetMapping("/exchange/processing")
    Html processing() {
        return Html.of("exchange/processing")
                .with("agreements", agreements)
                .with("country", country)
                .with("inForce", agreements.inForce(Country.today(clock)));
    }

    @GetMapping("/exchange/overlaps")
    Html overlaps() {
        return Html.of("exchange/overlaps")
                .with(
                        "overlaps",
                        Overlaps.find(
                                agreements.catalogue(),
                                publicServices(),
                                volumes.usedSince(Country.today(clock).minusDays(settings.unaskedDays()))))
                .with("country", country)
                .with("days", settings.unaskedDays());
    }
}
