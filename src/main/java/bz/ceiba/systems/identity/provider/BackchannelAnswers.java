package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Destinations;
import bz.ceiba.systems.identity.provider.BackchannelRequest.State;
import bz.ceiba.systems.identity.register.Person;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What a person answers a party that asked from afar; one that does not want to poll is told that there is an answer (CIBA Core 1.0, 10.2). */
@Component
class BackchannelAnswers {
    /** Tells the party; its instance is the request. */
    static final TaskDescriptor<Void> PING = TaskDescriptor.of("identity-ping");

    private final BackchannelRequests requests;
    private final Authorizations authorizations;
    private final RelyingParties parties;
    private final Consents consents;
    private final Destinations destinations;
    private final CloseableHttpClient http;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Clock clock;
    private final String authorizationUri;
    private final JsonMapper json = new JsonMapper();

    BackchannelAnswers(
            BackchannelRequests requests,
            Authorizations authorizations,
            RelyingParties parties,
            Consents consents,
            Destinations destinations,
            ObjectProvider<SchedulerClient> scheduler,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.requests = requests;
        this.authorizations = authorizations;
        this.parties = parties;
        this.consents = consents;
        this.destinations = destinations;
        this.http = destinations.client("Ceiba-Provider");
        this.scheduler = scheduler;
        this.clock = clock;
        this.authorizationUri = baseUrl + AuthorizationRequests.PATH;
    }

    @Transactional
    public void refuse(BackchannelRequest request, RegisteredClient party, Person person) {
        settle(request, State.DENIED);
        consents.refused(Subject.of(person), party);
        ping(request);
    }

    /**
     * @param who how he has signed in
     * @param chosen what the party may know
     * @throws Problem NOT_FOUND when it was answered meanwhile
     */
    @Transactional
    public void allow(
            BackchannelRequest request,
            RegisteredClient party,
            Person person,
            Authentication who,
            Set<PersonClaim> chosen) {
        Asked asked = request.asked();
        boolean asks = RelyingParties.purpose(party) != null
                && !Consents.askable(Subject.of(person), party, asked).isEmpty();
        if (asks && !consents.answer(Subject.of(person), party, asked, chosen)) {
            settle(request, State.DENIED);
            ping(request);
            return;
        }
        settle(request, State.ALLOWED);
        String name = requests.name(request.id());
        OAuth2AuthorizationRequest asking = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(authorizationUri)
                .clientId(party.getClientId())
                .scopes(request.scopes())
                .additionalParameters(request.parameters())
                .build();
        authorizations.save(OAuth2Authorization.withRegisteredClient(party)
                .principalName(who.getName())
                .authorizationGrantType(BackchannelGrant.TYPE)
                .authorizedScopes(request.scopes())
                .attribute(Principal.class.getName(), who)
                .attribute(OAuth2AuthorizationRequest.class.getName(), asking)
                .token(new OAuth2AuthorizationCode(name, clock.instant(), request.expiresAt()))
                .build());
        ping(request);
    }

    private void settle(BackchannelRequest request, State state) {
        if (!requests.answer(request.id(), state)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "identity.problem.request-over");
        }
    }

    private void ping(BackchannelRequest request) {
        if (request.notificationToken() != null) {
            scheduler
                    .getObject()
                    .scheduleIfNotExists(PING.instance(request.id().toString()).scheduledTo(clock.instant()));
        }
    }

    /**
     * Tries once.
     *
     * @throws IOException when the party did not take it in and may do so later
     */
    void tell(UUID id) throws IOException {
        Optional<BackchannelRequest> request = requests.find(id);
        Optional<String> address = request.map(one -> parties.findByClientId(one.client()))
                .map(party -> RelyingParties.metadata(party).backchannelClientNotificationEndpoint())
                .filter(destinations::isAllowed);
        if (request.isEmpty() || address.isEmpty()) {
            return;
        }
        HttpPost post = new HttpPost(address.get());
        post.setHeader("Authorization", "Bearer " + request.get().notificationToken());
        post.setEntity(new StringEntity(
                json.writeValueAsString(Map.of("auth_req_id", requests.name(id))), ContentType.APPLICATION_JSON));
        try (var response = http.executeOpen(null, post, null)) {
            int status = response.getCode();
            if (status >= 500) {
                throw new IOException("party answered a ping with HTTP " + status);
            }
        }
    }
}
