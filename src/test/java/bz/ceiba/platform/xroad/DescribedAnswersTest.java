package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.exchange.Agreement;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.OpenApi;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every service of the catalogue is sent messages that are made from its own OpenAPI description, as it has them and in every way that it does
 * not; what it answers must be what the description says.
 */
@CeibaTest
class DescribedAnswersTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int EACH = 40;

    @Autowired
    Agreements agreements;

    @Autowired
    OpenApi openApi;

    @Autowired
    TestPeople people;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private final Random random = new Random(16);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyServiceAnswersWhateverComesAsItsDescriptionSays() throws Exception {
        List<String> wrong = new ArrayList<>();
        String somebody = people.citizen().number();
        JqwikSession.run(() -> {
            for (Agreement agreement : agreements.inForce(LocalDate.now(Country.ZONE))) {
                wrong.addAll(tried(agreement, somebody));
            }
        });
        client.close();
        assertThat(wrong).isEmpty();
    }

    private List<String> tried(Agreement agreement, String somebody) throws Exception {
        JsonNode document =
                openApi.describe(agreements.service(agreement.service()).orElseThrow());
        JsonNode post = document.at("/paths/~1/post");
        String address = document.at("/servers/0/url")
                        .stringValue()
                        .replace(
                                "{instance}",
                                document.at("/servers/0/variables/instance/default")
                                        .stringValue())
                        .replace(
                                "{memberClass}",
                                document.at("/servers/0/variables/memberClass/default")
                                        .stringValue())
                + "/";
        JsonNode asked = post.at("/requestBody/content/application~1json/schema");
        if (asked.isMissingNode()) {
            // A system of the agency's own answers; what it does is described by the agency.
            return List.of();
        }
        Schema request = schema(asked);
        Schema answer = schema(post.at("/responses/200/content/application~1json/schema"));
        Messages made = new Messages(List.copyOf(agreement.grants().keySet()), List.of(somebody, TestPeople.number()));
        RandomGenerator<JsonNode> good = made.like(asked).generator(EACH, true);
        RandomGenerator<JsonNode> anything = Messages.anything(2).generator(EACH, true);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            JsonNode message = good.next(random).value();
            JsonNode sent = i % 2 == 0 ? message : spoilt(message, anything);
            HttpResponse<String> response = send(agreement, address, sent.toString());
            String fault = fault(response, sent, request, answer, post);
            if (fault != null) {
                wrong.add(agreement.service() + ": " + fault + ": " + sent + " got " + response.statusCode() + " "
                        + response.body());
            }
        }
        return wrong;
    }

    private static Schema schema(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    private static @Nullable String fault(
            HttpResponse<String> response, JsonNode sent, Schema request, Schema answer, JsonNode post) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JacksonException e) {
            return "no JSON";
        }
        int status = response.statusCode();
        String error = response.headers().firstValue("X-Road-Error").orElse("");
        if (status >= 500 && !error.contains("AccessDenied")) {
            return "it failed";
        }
        if (status == 200 && !request.validate(sent).isEmpty()) {
            return "it took what its description refuses";
        }
        if (status == 200 && !answer.validate(body).isEmpty()) {
            return "it answered what it does not describe: " + answer.validate(body);
        }
        JsonNode described = post.path("responses").path(String.valueOf(status));
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        return described.path("content").has(type) && described.path("headers").has("X-Road-Error") == !error.isEmpty()
                ? null
                : "its description has no " + status + " of " + type;
    }

    private HttpResponse<String> send(Agreement agreement, String address, String body) throws Exception {
        byte[] certificate = TestMembers.SECURITY_SERVER.certificate().getEncoded();
        return client.send(
                HttpRequest.newBuilder(URI.create(baseUrl + address))
                        .POST(BodyPublishers.ofString(body))
                        .header("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate) + ":")
                        .header("Content-Type", "application/json")
                        .header("X-Road-Client", "BZ/GOV/" + agreement.consumer())
                        .header(
                                "X-Road-Issue",
                                CaseNumber.random("PR", 2026, random).text())
                        .build(),
                BodyHandlers.ofString());
    }

    /** With one member taken out, put in, or of another kind; or something else altogether. */
    private JsonNode spoilt(JsonNode message, RandomGenerator<JsonNode> anything) {
        JsonNode other = anything.next(random).value();
        if (!(message instanceof ObjectNode) || random.nextInt(6) == 0) {
            return other;
        }
        ObjectNode object = (ObjectNode) message.deepCopy();
        List<String> names = List.copyOf(object.propertyNames());
        switch (names.isEmpty() ? 0 : random.nextInt(3)) {
            case 0 -> object.set("unknown" + random.nextInt(9), other);
            case 1 -> object.remove(names.get(random.nextInt(names.size())));
            default -> object.set(names.get(random.nextInt(names.size())), other);
        }
        return object;
    }

    /**
     * Messages as a schema describes them.
     *
     * @param purposes those that the agreement grants; others would be refused before anything else is looked at
     */
    private record Messages(List<String> purposes, List<String> numbers) {
        Arbitrary<JsonNode> like(JsonNode schema) {
            if (schema.has("enum")) {
                return Arbitraries.of(purposes).map(NODES::stringNode);
            }
            JsonNode type = schema.path("type");
            return switch ((type.isArray() ? type.path(0) : type).stringValue("object")) {
                case "string" -> text(schema);
                case "integer" -> Arbitraries.longs().between(0, 5).map(NODES::numberNode);
                case "number" -> Arbitraries.doubles().map(NODES::numberNode);
                case "boolean" -> Arbitraries.of(true, false).map(NODES::booleanNode);
                case "array" ->
                    like(schema.path("items")).list().ofMaxSize(3).map(items -> NODES.arrayNode()
                            .addAll(items));
                default -> object(schema);
            };
        }

        private Arbitrary<JsonNode> text(JsonNode schema) {
            if (schema.has("pattern")) {
                return Arbitraries.of(numbers).map(NODES::stringNode);
            }
            return Arbitraries.oneOf(
                            Arbitraries.strings().ofMaxLength(40),
                            Arbitraries.of("2026-11-02", "", "\u0000", "' or 1=1 --", "\ud83d\ude00"))
                    .map(NODES::stringNode);
        }

        private Arbitrary<JsonNode> object(JsonNode schema) {
            List<String> required = schema.path("required")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
            Arbitrary<JsonNode> object = Arbitraries.just(NODES.objectNode());
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                object = Combinators.combine(
                                object,
                                like(property.getValue()),
                                Arbitraries.integers().between(0, required.contains(property.getKey()) ? 0 : 3))
                        .as((at, value, leave) -> leave == 3 ? at : with((ObjectNode) at, property.getKey(), value));
            }
            return object;
        }

        private static JsonNode with(ObjectNode object, String name, JsonNode value) {
            ObjectNode copy = object.deepCopy();
            copy.set(name, value);
            return copy;
        }

        static Arbitrary<JsonNode> anything(int depth) {
            Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                    Arbitraries.strings().ofMaxLength(20).map(NODES::stringNode),
                    Arbitraries.doubles().map(NODES::numberNode),
                    Arbitraries.longs().map(NODES::numberNode),
                    Arbitraries.of(true, false).map(NODES::booleanNode),
                    Arbitraries.create(NODES::nullNode));
            return depth == 0
                    ? leaf
                    : Arbitraries.oneOf(
                            leaf,
                            anything(depth - 1).list().ofMaxSize(3).map(items -> NODES.arrayNode()
                                    .addAll(items)),
                            anything(depth - 1).map(value -> with(NODES.objectNode(), "x", value)));
        }
    }
}
