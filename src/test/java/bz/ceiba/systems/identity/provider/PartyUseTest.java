package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What parties do each day, as they see it, and how much they may. */
@CeibaTest
class PartyUseTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    OwnedParties owned;

    @Autowired
    PartyUse use;

    @Autowired
    ProviderSettings settings;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private record Run(Actor owner, TestSession pages, String at, TestParty party) {}

    private Run registered() {
        Actor citizen = people.citizen();
        Actor owner = new Actor(citizen.number(), citizen.name(), Assurance.SUBSTANTIAL, List.of(), null);
        String callback = "https://" + UUID.randomUUID() + ".example/callback";
        OwnedParties.Registered made = owned.register(
                new PartyTerms(
                        "Demo Bank",
                        List.of(callback),
                        List.of(),
                        Set.of("openid"),
                        "",
                        "",
                        false,
                        false,
                        List.of(),
                        null),
                "help@bank.example",
                ClientMetadata.NONE,
                owner);
        return new Run(
                owner,
                people.session(owner),
                "/identity/parties/" + made.clientId(),
                new TestParty(baseUrl, made.clientId(), String.valueOf(made.secret()), callback));
    }

    @Test
    void twoProcessesAddUpAndAQuotaHoldsForBoth() {
        String client = registered().party().id().getValue();
        MovedClock clock = new MovedClock(Instant.parse("2030-03-04T12:00:00Z"));
        PartyUse one = new PartyUse(db, settings, clock);
        PartyUse other = new PartyUse(db, settings, clock);
        one.setQuota(client, PartyUse.Kind.TOKEN, 5);
        for (int i = 0; i < 3; i++) {
            one.require(client, PartyUse.Kind.TOKEN);
            one.count(client, PartyUse.Kind.TOKEN);
        }
        other.require(client, PartyUse.Kind.TOKEN);
        other.count(client, PartyUse.Kind.TOKEN);
        other.count(client, PartyUse.Kind.TOKEN);
        one.add();
        other.add();
        clock.forward(PartyUse.PERIOD.plusMillis(1));
        for (PartyUse process : List.of(one, other)) {
            assertThatThrownBy(() -> process.require(client, PartyUse.Kind.TOKEN))
                    .isInstanceOfSatisfying(
                            PartyUse.Spent.class,
                            // Midnight in Belize is at six in the morning.
                            spent -> assertThat(spent.retryAfter()).isBetween(17 * 3600L + 3590, 18 * 3600L));
        }
        clock.forward(Duration.ofHours(18));
        one.require(client, PartyUse.Kind.TOKEN);
    }

    @Test
    void whoWasRegisteredByAnOperatorHasNoQuotaBeforeAnOfficerSetsOne() {
        Run run = registered();
        assertThat(use.quotas(run.party().id().getValue())).containsEntry(PartyUse.Kind.TOKEN, 60_000);
        db.sql("update identity.relying_party set contact = null where client_id = ?")
                .param(run.party().id().getValue())
                .update();
        assertThat(use.quotas(run.party().id().getValue())).isEmpty();
    }

    @Test
    void anOfficerSetsTheQuotaAndWhoSpentItIsToldWhenToComeAgain() throws Exception {
        Run run = registered();
        TestSession officer = people.session(people.officer("egov"));
        String quota = "/identity/parties-desk/" + run.party().id() + "/quota";
        assertThat(officer.post(quota, Map.of("kind", "TOKEN", "daily", "many")).statusCode())
                .isEqualTo(422);
        assertThat(people.session(people.officer("police"))
                        .post(quota, Map.of("kind", "TOKEN", "daily", "9"))
                        .statusCode())
                .isEqualTo(403);
        officer.post(quota, Map.of("kind", "TOKEN", "daily", "1"));
        officer.post(quota, Map.of("kind", "USERINFO", "daily", "1"));
        TestSession browser = signIns.signedIn(run.owner());
        TokenResponse first = run.party().redeem(run.party().code(browser));
        TokenErrorResponse second =
                run.party().redeem(run.party().code(browser)).toErrorResponse();
        assertThat(second.getErrorObject().getHTTPStatusCode()).isEqualTo(429);
        assertThat(second.getErrorObject().getDescription()).isEqualTo("the daily quota of token is spent");
        var access = ((OIDCTokenResponse) first.toSuccessResponse()).getTokens().getAccessToken();
        assertThat(run.party().userInfo(access).getStatusCode()).isEqualTo(200);
        assertThat(run.party().userInfo(access).getStatusCode()).isEqualTo(429);
        use.add();
        String csv = run.pages().get(run.at() + "/use.csv").body();
        assertThat(csv.lines().toList().get(1)).endsWith(",1,0,1,1,0,0");
        assertThat(people.session(people.citizen()).get(run.at() + "/use.csv").statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void thePageReadsWellOnAPhoneAndOnADesk() {
        Run run = registered();
        for (PartyUse.Kind kind : PartyUse.Kind.values()) {
            use.count(run.party().id().getValue(), kind);
        }
        use.add();
        for (String language : List.of("en", "es")) {
            try (BrowserContext context =
                    language.equals("es") ? Browser.phone(language, false) : Browser.desk(language, false)) {
                Browser.signIn(context, baseUrl, run.pages());
                Page page = context.newPage();
                page.navigate(baseUrl + run.at() + "/use");
                Browser.picture(page, "party-use-" + language);
                Browser.assertFits(page);
                assertThat(page.locator("tbody tr").count()).isEqualTo(2);
            }
        }
    }
}
