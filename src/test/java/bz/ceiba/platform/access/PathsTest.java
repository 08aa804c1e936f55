package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class PathsTest {
    @Autowired
    TestPeople people;

    private TestSession browser;

    @BeforeEach
    void open() {
        browser = people.anonymous();
    }

    @Test
    void aPathWithAVariableReachesItsHandler() {
        assertThat(browser.get("/probe/named/ana").body()).isEqualTo("named ana");
        assertThat(browser.post("/probe/named/ana", Map.of()).body()).isEqualTo("renamed ana");
        assertThat(browser.get("/probe/either/ana").body()).isEqualTo("either ana");
        assertThat(browser.get("/probe/or/ana").body()).isEqualTo("either ana");
    }

    @Test
    void aLetterOfThePathMayBeEscaped() {
        assertThat(browser.get("/prob%65/named/a%20b").body()).isEqualTo("named a b");
        assertThat(browser.get("/probe/named/%C3%A1").body()).isEqualTo("named \u00e1");
    }

    @Test
    void aWrongMethodIsToldSoAndAnUnknownPathIsNotFound() {
        var wrong = browser.post("/probe/either/ana", Map.of());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow").orElse("")).contains("GET");
        assertThat(browser.get("/probe/name/ana").statusCode()).isEqualTo(404);
        assertThat(browser.get("/probe/named/ana/more").statusCode()).isEqualTo(404);
    }
}
