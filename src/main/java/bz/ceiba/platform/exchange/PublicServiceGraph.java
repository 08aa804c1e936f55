package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.PublicServices.PublicService;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The public services in CPSV-AP 3.2, as JSON-LD 1.1 that carries its own context: readers need not fetch one. */
final class PublicServiceGraph {
    private static final Map<String, String> PREFIXES = Map.of(
            "cpsv", "http://purl.org/vocab/cpsv#",
            "cv", "http://data.europa.eu/m8g/",
            "dct", "http://purl.org/dc/terms/",
            "dcat", "http://www.w3.org/ns/dcat#",
            "skos", "http://www.w3.org/2004/02/skos/core#",
            "foaf", "http://xmlns.com/foaf/0.1/");

    /** The European Union's name of Belize as a place; the profile asks for one of that list. */
    private static final String BELIZE = "http://publications.europa.eu/resource/authority/country/BLZ";

    private static final Map<String, String> LANGUAGES = Map.of(
            "en", "http://publications.europa.eu/resource/authority/language/ENG",
            "es", "http://publications.europa.eu/resource/authority/language/SPA");

    private final Country country;
    private final String baseUrl;

    PublicServiceGraph(Country country, String baseUrl) {
        this.country = country;
        this.baseUrl = baseUrl;
    }

    ObjectNode describe(List<PublicService> services) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode context = root.putObject("@context");
        PREFIXES.forEach(context::put);
        ArrayNode graph = root.putArray("@graph");
        Set<String> agencies = new TreeSet<>();
        for (PublicService service : services) {
            ObjectNode node = graph.addObject();
            node.put("@id", address("service-", service.id()));
            node.put("@type", "cpsv:PublicService");
            node.put("dct:identifier", service.id());
            texts(node.putArray("dct:title"), service.title());
            texts(node.putArray("dct:description"), service.description());
            node.putObject("cv:hasCompetentAuthority").put("@id", address("agency-", service.agency()));
            node.putObject("dct:spatial").put("@id", BELIZE);
            ArrayNode languages = node.putArray("dct:language");
            LANGUAGES.values().stream()
                    .sorted()
                    .forEach(language -> languages.addObject().put("@id", language));
            agencies.add(service.agency());
        }
        for (String agency : agencies) {
            ObjectNode node = graph.addObject();
            node.put("@id", address("agency-", agency));
            node.put("@type", "cv:PublicOrganisation");
            node.put("dct:identifier", agency);
            texts(node.putArray("skos:prefLabel"), country.nameOf(agency));
            node.putObject("dct:spatial").put("@id", BELIZE);
        }
        // What the profile's shapes want to be told of names that are not ours.
        graph.addObject().put("@id", BELIZE).put("@type", "dct:Location");
        LANGUAGES.values().stream()
                .sorted()
                .forEach(language -> graph.addObject().put("@id", language).put("@type", "dct:LinguisticSystem"));
        return root;
    }

    /** Within the document, so that whoever follows it finds what it says. */
    private String address(String kind, String id) {
        return baseUrl + "/exchange/catalogue.jsonld#" + kind + id;
    }

    private static void texts(ArrayNode into, LocalizedText text) {
        text.texts()
                .forEach((language, words) ->
                        into.addObject().put("@value", words).put("@language", language));
    }
}
