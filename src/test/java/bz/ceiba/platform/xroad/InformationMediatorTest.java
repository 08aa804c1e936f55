package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.json.JsonMapper;

/**
 * The requests of GovStack's tests of an information mediator (its metadata services), at the addresses of its own description and with identifiers
 * that exist here. What they ask besides is X-Road's protocol under other names; ADR 0161 says where we keep to X-Road's.
 */
@CeibaTest
class InformationMediatorTest {
    /** What the suite calls a timely manner. */
    private static final Duration TIMELY = Duration.ofSeconds(15);

    @Value("${ceiba.base-url}")
    String baseUrl;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    egov/identity/listMethods?serviceId=serviceId1                       | 200 | service
                    egov/identity/listMethods                                            | 200 | service
                    vital-statistics/civilregistry/listMethods?serviceId=serviceId2      | 200 | service
                    egov/identity/allowedMethods?serviceId1=serviceId1                   | 200 | service
                    police/policerecords/allowedMethods                                  | 200 | service
                    egov/identity/getOpenAPI?serviceCode=person                          | 200 | openapi
                    vital-statistics/civilregistry/getOpenAPI?serviceCode=marital-status | 200 | openapi
                    egov/identity/getOpenAPI                                             | 400 | type
                    egov/identity/getOpenAPI?serviceCode=                                | 400 | type
                    """)
    void answersWhatTheSuiteAsksInTimeAsJson(String path, int status, String member) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(baseUrl + "/r1/BZ/GOV/" + path))
                            .timeout(TIMELY)
                            .header("X-Road-Client", "BZ/GOV/police/policerecords")
                            .header("Information-Mediator-Client", "eGovStack/GOV/90000009/digitalregistries")
                            .header(
                                    "Client-Cert",
                                    ":"
                                            + Base64.getEncoder()
                                                    .encodeToString(TestMembers.SECURITY_SERVER
                                                            .certificate()
                                                            .getEncoded())
                                            + ":")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            assertThat(JsonMapper.shared().readTree(answer.body()).has(member)).isTrue();
        }
    }
}
