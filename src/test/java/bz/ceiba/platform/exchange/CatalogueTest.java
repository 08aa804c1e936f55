package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.exchange.PublicServices.Asked;
import bz.ceiba.platform.exchange.PublicServices.PublicService;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.node.ObjectNode;

class CatalogueTest {
    private static final Country COUNTRY = Country.load();
    private static final Agreements AGREEMENTS = Agreements.load(COUNTRY);
    private static final OpenApi OPEN_API = new OpenApi(AGREEMENTS, COUNTRY);
    private static final PublicService FORM = new PublicService(
            "policerecords.certificate",
            "police",
            LocalizedText.of("Police record certificate", "Certificado de antecedentes"),
            LocalizedText.of("Says what the police know", "Dice lo que sabe la policía"),
            List.of(
                    new Asked("born", LocalizedText.of("When were you born?", "¿Cuándo nació?"), "person.birth-date"),
                    new Asked("why", LocalizedText.of("Why?", "¿Por qué?"), null)));

    static Stream<Service> services() {
        return AGREEMENTS.catalogue().services().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theDescriptionOfAServiceIsOpenApi31(Service service) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult read =
                new OpenAPIV3Parser().readContents(OPEN_API.describe(service).toString(), null, options);
        assertThat(read.getMessages()).isEmpty();
        assertThat(read.isOpenapi31()).isTrue();
        assertThat(read.getOpenAPI().getPaths()).hasSize(1);

        ObjectNode broken = OPEN_API.describe(service);
        ((ObjectNode) broken.path("info")).remove("title");
        broken.put("pathes", "x");
        assertThat(new OpenAPIV3Parser()
                        .readContents(broken.toString(), null, options)
                        .getMessages())
                .as("the library finds what is wrong")
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theExampleHasAllFieldsAndIsAsTheDescriptionSays(Service service) {
        ObjectNode example = OPEN_API.example(service);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(OPEN_API.schema(service))
                        .validate(example))
                .isEmpty();
        Agreement any = AGREEMENTS.all().getFirst();
        List<String> pointers =
                service.fields().stream().map(Agreements.Field::pointer).toList();
        assertThat(new Grant(any, pointers).cut(example)).isEqualTo(example);
        for (String pointer : pointers) {
            assertThat(new Grant(any, List.of(pointer)).cut(example).isEmpty())
                    .as(pointer)
                    .isFalse();
        }
    }

    static Stream<Arguments> mistakes() {
        String name = "services[identity.person].fields[/name]";
        return Stream.of(
                Arguments.of(
                        "pointer: /name, class: personal",
                        "pointer: /name, class: secret",
                        name + ".class: no class 'secret'"),
                Arguments.of("pointer: /name, class: personal,", "pointer: /name,", name + ".class: no class 'null'"),
                Arguments.of("concept: person.name", "concept: person.nome", ".concept: no concept 'person.nome'"),
                Arguments.of(
                        "type: boolean, ground: no-family-interest",
                        "type: boolean, ground: x",
                        ".ground: no ground 'x'"),
                Arguments.of(
                        "/known, class: official, type: boolean, example: true",
                        "/known, class: official, type: boolean, example: maybe",
                        "is no boolean"),
                Arguments.of(
                        "ground: company-register\n",
                        "ground: y\n",
                        "services[identity.company].ground: no ground 'y'"),
                Arguments.of("es: Registro de Personas", "fr: Registre", "has no Spanish"),
                Arguments.of("    provider: egov", "    provider: nobody", ".provider: no agency 'nobody'"),
                Arguments.of(
                        "- id: identity.relation",
                        "- id: identity.person",
                        "services[identity.person] is there twice"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeInTheCatalogueStopsTheStartAndSaysWhere(String right, String wrong, String sentence)
            throws IOException {
        String catalogue = new ClassPathResource("exchange/catalogue.yaml").getContentAsString(StandardCharsets.UTF_8);
        assertThat(catalogue).contains(right);
        DataPolicy policy = CatalogueFiles.policy(new ClassPathResource("belize/data-policy.yaml"), COUNTRY);
        assertThatThrownBy(() -> new CatalogueFiles(COUNTRY, policy)
                        .read(
                                new ByteArrayResource(
                                        catalogue.replace(right, wrong).getBytes(StandardCharsets.UTF_8)) {
                                    @Override
                                    public String getFilename() {
                                        return "catalogue.yaml";
                                    }
                                }))
                .hasMessageContaining("catalogue.yaml is wrong")
                .hasMessageContaining(sentence);
    }

    @Test
    void twoRegistersThatHoldTheSameAndAQuestionThatARegisterCanAnswerAreFound() {
        Overlaps found = Overlaps.find(AGREEMENTS.catalogue(), List.of(FORM), Set.of("identity.person"));
        assertThat(found.held())
                .filteredOn(held -> held.concept().id().equals("person.birth-date"))
                .singleElement()
                .satisfies(held -> assertThat(held.places())
                        .extracting(place -> place.service().provider())
                        .containsExactlyInAnyOrder("police", "egov", "vital-statistics"));
        assertThat(found.held())
                .as("only one office holds phones")
                .noneMatch(held -> held.concept().id().equals("person.phone"));
        assertThat(found.askedAgain()).singleElement().satisfies(again -> {
            assertThat(again.asked().field()).isEqualTo("born");
            assertThat(again.places()).hasSize(3);
        });
        assertThat(found.unasked())
                .extracting(Service::id)
                .contains("policerecords.convictions", "identity.company")
                .doesNotContain("identity.person");
    }

    /** The properties that CPSV-AP 3.2 makes mandatory for the two classes that we publish, in shapes of our own. */
    private static final String SHAPES = """
            @prefix sh: <http://www.w3.org/ns/shacl#> .
            @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
            @prefix cpsv: <http://purl.org/vocab/cpsv#> .
            @prefix cv: <http://data.europa.eu/m8g/> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            @prefix : <https://gov.example.bz/shapes/> .
            :service a sh:NodeShape ; sh:targetClass cpsv:PublicService ; sh:nodeKind sh:IRI ;
              sh:property [ sh:path dct:identifier ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
                [ sh:path dct:title ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
                [ sh:path dct:description ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
                [ sh:path dct:language ; sh:nodeKind sh:IRI ; sh:class dct:LinguisticSystem ] ,
                [ sh:path dct:spatial ; sh:nodeKind sh:IRI ; sh:class dct:Location ] ,
                [ sh:path cv:hasCompetentAuthority ; sh:minCount 1 ; sh:class cv:PublicOrganisation ] .
            :organisation a sh:NodeShape ; sh:targetClass cv:PublicOrganisation ; sh:nodeKind sh:IRI ;
              sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
                [ sh:path dct:identifier ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] ,
                [ sh:path dct:spatial ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:class dct:Location ] .
            """;

    static ValidationReport validate(String jsonLd) {
        Graph shapes = ModelFactory.createDefaultModel()
                .read(new StringReader(SHAPES), null, "TTL")
                .getGraph();
        var data = ModelFactory.createDefaultModel();
        RDFDataMgr.read(data, new StringReader(jsonLd), "urn:base:", Lang.JSONLD11);
        assertThat(data.isEmpty()).isFalse();
        return ShaclValidator.get().validate(Shapes.parse(shapes), data.getGraph());
    }

    @Test
    void thePublicServicesSayWhatCpsvApMakesMandatory() {
        ObjectNode graph = new PublicServiceGraph(COUNTRY, "https://gov.example.bz").describe(List.of(FORM));
        assertThat(validate(graph.toString()).getEntries()).isEmpty();

        ((ObjectNode) graph.path("@graph").path(0)).remove("cv:hasCompetentAuthority");
        ((ObjectNode) graph.path("@graph").path(1)).remove("dct:spatial");
        assertThat(validate(graph.toString()).getEntries()).hasSize(2);
    }
}
