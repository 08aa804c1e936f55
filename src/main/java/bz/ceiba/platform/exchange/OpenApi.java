package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Parameter;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.exchange.Agreements.Way;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes a service of the catalogue as an OpenAPI 3.1 document. The document is made from the fields, so it can't say anything else than
 * they do. Whom it is about stands in the body and not in the address, which machines on the way keep in their logs.
 */
@Component
public class OpenApi {
    private static final String EACH = "*";
    private static final String PERSON_NUMBER = "^[0-9]{12}$";

    private final Catalogue catalogue;
    private final Country country;

    OpenApi(Agreements agreements, Country country) {
        this.catalogue = agreements.catalogue();
        this.country = country;
    }

    /** The document, in English. */
    public ObjectNode describe(Service service) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("openapi", "3.1.0");
        root.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        ObjectNode info = root.putObject("info");
        info.put("title", english(service.title()));
        info.put("summary", service.id());
        info.put("description", english(service.description()));
        info.put("version", "1");
        info.putObject("contact")
                .put("name", english(country.agency(service.provider()).name()) + ", " + english(service.office()));
        server(root.putArray("servers").addObject(), service);
        if (service.isSystem()) {
            system(root.putObject("paths").putObject("/{path}").putObject("get"), service);
            return root;
        }
        ObjectNode post = root.putObject("paths").putObject("/").putObject("post");
        post.put(
                "operationId",
                switch (service.way()) {
                    case ASKED -> "ask";
                    case TOLD -> "tell";
                    case EVENT -> "fetch";
                });
        headers(post.putArray("parameters"), service);
        post.put("summary", english(service.description()));
        post.putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject("application/json")
                .set(
                        "schema",
                        switch (service.way()) {
                            case ASKED -> question(service);
                            case TOLD -> message(service);
                            case EVENT -> fetch();
                        });
        responses(post.putObject("responses"), service);
        ObjectNode schemas = root.putObject("components").putObject("schemas");
        problem(schemas.putObject("Problem"));
        error(schemas.putObject("Error"));
        return root;
    }

    /** Where X-Road's messages to the service go (PR-REST 4.1), at whatever machine speaks that. */
    private static void server(ObjectNode server, Service service) {
        server.put(
                "url",
                "/r1/{instance}/{memberClass}/" + service.provider() + "/"
                        + service.id().replace('.', '/'));
        ObjectNode variables = server.putObject("variables");
        variables.putObject("instance").put("default", "BZ");
        variables.putObject("memberClass").put("default", "GOV");
    }

    /** Methods and paths are the agency's own, which describes them itself (getOpenAPI of X-Road); this says what can be granted of its answers. */
    private void system(ObjectNode get, Service service) {
        get.put("operationId", "call");
        get.put("summary", english(service.description()));
        ArrayNode parameters = get.putArray("parameters");
        parameters
                .addObject()
                .put("name", "path")
                .put("in", "path")
                .put("required", true)
                .putObject("schema")
                .put("type", "string");
        headers(parameters, service);
        header(parameters, "Ceiba-Purpose", true, "One of the agreement's purposes.");
        header(parameters, "Ceiba-Subject", true, "The identity number of whom it is about.");
        ObjectNode answer = get.putObject("responses").putObject("200");
        answer.put("description", "What the agreement grants of this for the purpose; the rest is absent.");
        ObjectNode json = answer.putObject("content").putObject("application/json");
        json.set("schema", schema(service));
        json.set("example", example(service));
    }

    /** What stands in the headers of X-Road (PR-REST 4.3) and not in the body. */
    private static void headers(ArrayNode headers, Service service) {
        header(headers, "X-Road-Client", true, "Who asks, as INSTANCE/CLASS/MEMBER.");
        if (service.way() == Way.ASKED) {
            header(
                    headers,
                    "X-Road-Issue",
                    true,
                    "The number of the case that is being worked on, or the agreement whose standing ground needs none, as id/version.");
            header(
                    headers,
                    "Ceiba-Consent",
                    false,
                    "Where the ground is consent: to which agreement and since when, as id/version;given=instant.");
        }
        header(headers, "X-Road-UserId", false, "The officer's identity number with BZ before it.");
    }

    private static void header(ArrayNode headers, String name, boolean required, String description) {
        headers.addObject()
                .put("name", name)
                .put("in", "header")
                .put("required", required)
                .put("description", description)
                .putObject("schema")
                .put("type", "string");
    }

    private void responses(ObjectNode responses, Service service) {
        ObjectNode answer = responses.putObject("200");
        answer.put(
                "description",
                switch (service.way()) {
                    case ASKED -> "What the agreement grants of this for the purpose; the rest is absent.";
                    case TOLD -> "What the register says to the message.";
                    case EVENT -> "The next events, of each key the first; what is not said to be taken comes again.";
                });
        ObjectNode json = answer.putObject("content").putObject("application/json");
        switch (service.way()) {
            case ASKED -> {
                json.set("schema", schema(service));
                json.set("example", example(service));
            }
            case TOLD -> json.putObject("schema").put("type", "object");
            case EVENT -> json.set("schema", events(service));
        }
        refusal(responses, "422", "The question or message is wrong; it says where.");
        refusal(responses, "429", "It was asked more often today than was agreed.");
        error(responses, "400", "The request breaks X-Road's protocol (Client.BadRequest).");
        error(
                responses,
                "500",
                "No agreement in force grants it, the case is not live, or the person does not consent"
                        + " (Server.ServerProxy.AccessDenied); or the register does not answer: ask again later.");
    }

    /** What the exchange refuses is X-Road's error, whatever the service is (PR-REST 4.6). */
    private static void error(ObjectNode responses, String status, String description) {
        ObjectNode error = responses.putObject(status);
        error.put("description", description);
        error.putObject("headers")
                .putObject("X-Road-Error")
                .put("description", "The error's type.")
                .putObject("schema")
                .put("type", "string");
        error.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Error");
    }

    private static void refusal(ObjectNode responses, String status, String description) {
        ObjectNode refusal = responses.putObject(status);
        refusal.put("description", description);
        refusal.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    /** PR-REST 4.6. */
    private static void error(ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        List.of("type", "message", "detail").forEach(name -> {
            properties.putObject(name).put("type", "string");
            required.add(name);
        });
    }

    /** RFC 9457. */
    private static void problem(ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List.of("type", "title", "detail", "instance")
                .forEach(name -> properties.putObject(name).put("type", "string"));
        properties.putObject("status").put("type", "integer");
    }

    private ObjectNode question(Service service) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ObjectNode purpose = properties.putObject("purpose");
        purpose.put("type", "string").put("description", "One of the agreement's purposes.");
        ArrayNode purposes = purpose.putArray("enum");
        catalogue.purposes().forEach(one -> purposes.add(one.id()));
        properties
                .putObject("subject")
                .put("type", "string")
                .put("pattern", PERSON_NUMBER)
                .put(
                        "description",
                        service.isUnnamed()
                                ? "The identity number of the person whom it is about, if he has one."
                                : "The identity number of the person whom it is about.");
        ObjectNode parameters = properties.putObject("parameters").put("type", "object");
        ObjectNode each = parameters.putObject("properties");
        for (Parameter parameter : service.parameters()) {
            each.putObject(parameter.name()).put("type", "string").put("description", english(parameter.title()));
        }
        parameters.put("additionalProperties", false);
        ArrayNode required = schema.putArray("required").add("purpose");
        if (!service.isUnnamed()) {
            required.add("subject");
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private ObjectNode message(Service service) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ObjectNode purpose = properties.putObject("purpose").put("type", "string");
        ArrayNode purposes = purpose.putArray("enum");
        catalogue.purposes().forEach(one -> purposes.add(one.id()));
        properties.putObject("subject").put("type", "string").put("pattern", PERSON_NUMBER);
        ObjectNode body = schema(service);
        body.set("example", example(service));
        properties.set("body", body);
        schema.putArray("required").add("purpose").add("body");
        schema.put("additionalProperties", false);
        return schema;
    }

    private ObjectNode fetch() {
        ObjectNode schema = objectSchema();
        ObjectNode properties = schema.withObjectProperty("properties");
        ArrayNode purposes =
                properties.putObject("purpose").put("type", "string").putArray("enum");
        catalogue.purposes().forEach(one -> purposes.add(one.id()));
        ObjectNode taken = properties.putObject("taken").put("type", "array").put("maxItems", EventFeed.MOST);
        taken.put("description", "The numbers of those before that were taken.");
        taken.putObject("items").put("type", "integer");
        ObjectNode refused =
                properties.putObject("refused").put("type", "array").put("maxItems", EventFeed.MOST);
        refused.put("description", "Those that could not be taken, and what is wrong with them.");
        ObjectNode one = objectSchema();
        one.withObjectProperty("properties").putObject("id").put("type", "integer");
        one.withObjectProperty("properties").putObject("why").put("type", "string");
        one.putArray("required").add("id").add("why");
        refused.set("items", one);
        schema.putArray("required").add("purpose");
        return schema;
    }

    private ObjectNode events(Service service) {
        ObjectNode schema = objectSchema();
        ObjectNode one = objectSchema();
        ObjectNode properties = one.withObjectProperty("properties");
        properties.putObject("id").put("type", "integer");
        properties.putObject("key").put("type", "string").put("description", "Those of one key come in order.");
        ObjectNode subject = properties.putObject("subject").put("pattern", PERSON_NUMBER);
        subject.putArray("type").add("string").add("null");
        properties.putObject("at").put("type", "string").put("format", "date-time");
        ObjectNode body = schema(service);
        body.set("example", example(service));
        properties.set("body", body);
        one.putArray("required").add("id").add("key").add("at").add("body");
        schema.withObjectProperty("properties")
                .putObject("events")
                .put("type", "array")
                .set("items", one);
        schema.putArray("required").add("events");
        return schema;
    }

    /** The JSON Schema of a whole answer or message. */
    ObjectNode schema(Service service) {
        ObjectNode root = objectSchema();
        for (Field field : service.fields()) {
            ObjectNode at = root;
            List<String> tokens = Grant.tokens(field.pointer());
            for (int i = 0; i < tokens.size(); i++) {
                boolean list = i + 1 < tokens.size() && tokens.get(i + 1).equals(EACH);
                boolean last = i + (list ? 2 : 1) == tokens.size();
                ObjectNode properties = at.withObjectProperty("properties");
                ObjectNode next = properties.withObjectProperty(tokens.get(i));
                if (list) {
                    next.put("type", "array");
                    next = next.withObjectProperty("items");
                    i++;
                }
                if (last) {
                    leaf(next, service, field);
                } else if (next.isEmpty()) {
                    next.setAll(objectSchema());
                }
                at = next;
            }
        }
        return root;
    }

    private static ObjectNode objectSchema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        schema.putObject("properties");
        schema.put("additionalProperties", false);
        return schema;
    }

    private void leaf(ObjectNode schema, Service service, Field field) {
        schema.putArray("type")
                .add(
                        switch (field.kind()) {
                            case TEXT, DATE -> "string";
                            case INTEGER -> "integer";
                            case NUMBER -> "number";
                            case BOOLEAN -> "boolean";
                        })
                .add("null");
        if (field.kind() == Agreements.FieldType.DATE) {
            schema.put("format", "date");
        }
        schema.put("description", english(field.title()));
        schema.put("x-class", field.classification());
        schema.put("x-ground", english(catalogue.groundOf(service, field).title()));
        if (field.concept() != null) {
            schema.put("x-concept", field.concept());
        }
    }

    /** A made-up answer or message with all fields. */
    ObjectNode example(Service service) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (Field field : service.fields()) {
            JsonNode at = root;
            List<String> tokens = Grant.tokens(field.pointer());
            for (int i = 0; i < tokens.size(); i++) {
                boolean last = i + 1 == tokens.size();
                boolean list = !last && tokens.get(i + 1).equals(EACH);
                at = step(at, tokens.get(i), last ? field.example() : null, list);
            }
        }
        return root;
    }

    /** The child of an object by name, or the only element of a list; made when it is not there. */
    private static JsonNode step(
            JsonNode at, String token, @org.jspecify.annotations.Nullable JsonNode value, boolean list) {
        JsonNode child = at instanceof ArrayNode ? at.path(0) : at.path(token);
        if (!child.isMissingNode()) {
            return child;
        }
        JsonNode made = value != null
                ? value
                : list ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
        if (at instanceof ArrayNode array) {
            array.add(made);
        } else {
            ((ObjectNode) at).set(token, made);
        }
        return made;
    }

    private static String english(LocalizedText text) {
        return text.in(Locale.ENGLISH);
    }
}
