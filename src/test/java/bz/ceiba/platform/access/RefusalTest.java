package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class RefusalTest {
    @Autowired
    TestPeople people;

    @Test
    void aHandlerThatNamesNothingIsRefusedToEverybody() {
        assertThat(people.anonymous().get("/probe/forgotten").statusCode()).isEqualTo(303);
        assertThat(people.session(people.supervisor("egov"))
                        .get("/probe/forgotten")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndBack() {
        var browser = people.anonymous();
        var answer = browser.get("/probe/citizen?page=2");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(browser.location(answer)).isEqualTo("/access/sign-in?back=%2Fprobe%2Fcitizen%3Fpage%3D2");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void aProgramThatIsNotSignedInGetsAProblem() {
        var answer = people.anonymous().getJson("/probe/citizen");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("access.problem.sign-in-needed");
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .as("who showed nothing made no error (RFC 6750, 3.1)")
                .containsExactly("Bearer realm=\"ceiba\"");
    }

    @Test
    void aProgramWhoseTokenIsWrongIsToldThatItIs() {
        TestSession program = people.anonymous();
        for (String scheme : List.of("Bearer", "bearer")) {
            var answer = program.send(program.request("/probe/citizen")
                    .setHeader("Accept", "application/json")
                    .header("Authorization", scheme + " guessed"));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Bearer realm=\"ceiba\", error=\"invalid_token\"");
        }
        var other = program.send(program.request("/probe/citizen")
                .setHeader("Accept", "application/json")
                .header("Authorization", "Basic YTpi"));
        assertThat(other.headers().allValues("WWW-Authenticate"))
                .as("no token, and no browser asks for a password")
                .containsExactly("Bearer realm=\"ceiba\"");
    }

    @Test
    void aSignedInPersonIsAnArgumentOfTheHandler() {
        Actor ana = people.citizen("Ana Pérez");
        assertThat(people.session(ana).get("/probe/citizen").body()).isEqualTo("Ana Pérez");
        assertThat(people.session(ana).get("/probe/open").body()).isEqualTo("Ana Pérez");
        assertThat(people.anonymous().get("/probe/open").body()).isEqualTo("nobody");
    }

    @Test
    void onlyWhoHoldsTheRoleAtTheAssuranceMayAct() {
        assertThat(people.session(people.citizen()).get("/probe/officer").statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.cashier("treasury"))
                        .get("/probe/officer")
                        .statusCode())
                .isEqualTo(403);
        Actor officer = people.officer("police");
        assertThat(people.session(officer).get("/probe/officer").statusCode()).isEqualTo(200);
        Actor unsure = new Actor(officer.number(), officer.name(), Assurance.LOW, officer.roles(), null);
        var answer = people.session(unsure).get("/probe/officer");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("We need to know you better");
    }

    @Test
    void aFormWithoutTheTokenIsRefusedWithAPageThatSaysWhatToDo() {
        var answer = people.session(people.citizen()).postForged("/probe/form", Map.of("answer", "yes"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This form is too old");
    }

    @Test
    void aFormWithTheTokenArrives() {
        var answer = people.session(people.citizen("Ana Pérez")).post("/probe/form", Map.of("answer", "yes"));
        assertThat(answer.body()).isEqualTo("Ana Pérez sent [yes]");
    }

    @Test
    void everyAnswerCarriesTheStrictHeaders() {
        var headers = people.anonymous().get("/probe/open").headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Permissions-Policy").orElseThrow()).contains("camera=()");
    }
}
