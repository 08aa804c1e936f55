package bz.ceiba.platform.cases;

import bz.ceiba.platform.exchange.PublicServices;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Tells the exchange's catalogue which services people can apply for, and what their forms ask. */
@Component
class DeclaredServices implements PublicServices {
    /** In a form: what a question means, by the name that the exchange's catalogue has for it. */
    static final String CONCEPT = "x-concept";

    private final Services services;

    DeclaredServices(Services services) {
        this.services = services;
    }

    @Override
    public List<PublicService> all() {
        return services.published().stream()
                .filter(service -> !service.byOffice())
                .map(DeclaredServices::describe)
                .toList();
    }

    private static PublicService describe(ServiceDefinition definition) {
        return new PublicService(
                definition.id(),
                definition.agency(),
                definition.title(),
                definition.summary(),
                definition
                        .form()
                        .path("properties")
                        .propertyStream()
                        .map(DeclaredServices::asked)
                        .toList());
    }

    private static Asked asked(Map.Entry<String, JsonNode> property) {
        Map<String, String> title = new TreeMap<>();
        property.getValue()
                .path("x-title")
                .propertyStream()
                .forEach(text -> title.put(text.getKey(), text.getValue().asString("")));
        JsonNode concept = property.getValue().path(CONCEPT);
        return new Asked(
                property.getKey(), new LocalizedText(title), concept.isString() ? concept.stringValue() : null);
    }
}
