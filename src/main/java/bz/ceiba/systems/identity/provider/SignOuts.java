package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Endings;
import bz.ceiba.platform.access.SigningOut;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession;
import bz.ceiba.systems.identity.signin.SignInsEnded;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.io.Serializable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The end of sessions for relying parties: what they were given in one is of no use after it, and those that want to know are told (OpenID
 * Connect Back-Channel Logout 1.0).
 */
@Component
class SignOuts {
    static final TaskDescriptor<Told> TELL = TaskDescriptor.of("identity-sign-out", Told.class);

    private final JdbcClient db;
    private final ProviderSession provider;
    private final RelyingParties parties;
    private final People people;
    private final Pseudonyms pseudonyms;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Audit audit;
    private final Clock clock;

    /**
     * Whom a party is told of.
     *
     * @param subject what the party calls the person
     * @param session what it calls the session that ended, or null for all of his
     */
    record Told(String client, String subject, @Nullable String session) implements Serializable {}

    /**
     * @param person whom it was about
     */
    private record Given(
            String client, UUID person, @Nullable UUID session) {}

    SignOuts(
            JdbcClient db,
            ProviderSession provider,
            RelyingParties parties,
            People people,
            Pseudonyms pseudonyms,
            ObjectProvider<SchedulerClient> scheduler,
            Audit audit,
            Clock clock) {
        this.db = db;
        this.provider = provider;
        this.parties = parties;
        this.people = people;
        this.pseudonyms = pseudonyms;
        this.scheduler = scheduler;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a party calls a session: another name at each, as for people. */
    static String name(Pseudonyms pseudonyms, UUID session, RegisteredClient client) {
        return pseudonyms.of(session, RelyingParties.sector(client));
    }

    /**
     * Ends what was given in this person's session.
     *
     * @param asking the party where he signed out, or null if he did here
     */
    @Transactional
    public void end(Authentication who, @Nullable RegisteredClient asking) {
        Optional<UUID> session = ProviderSession.key(who);
        session.ifPresent(key -> db.sql("""
                        delete from identity.authorization_given where session = ?
                        returning client, coalesce(represented, principal::uuid) as person, session
                        """).param(key).query(Given.class).list().stream()
                .distinct()
                .forEach(this::tell));
        if (asking == null || !RelyingParties.isPortal(asking)) {
            Person person = people.find(UUID.fromString(who.getName())).orElseThrow();
            audit.record(new AuditEntry(
                    AuditEvent.SIGNED_OUT,
                    person.number().digits(),
                    person.name(),
                    null,
                    person.number(),
                    null,
                    null,
                    asking == null ? Map.of() : Map.of("party", asking.getClientName())));
        }
    }

    /** When he signs out at our own portal, whose session is the provider's, too. */
    @EventListener
    @Transactional
    public void signingOut(SigningOut event) {
        provider.of(event.request()).ifPresent(who -> end(who, parties.portal()));
    }

    /** When all that a person has open ends, such as by his death; also what others have open for him. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(Endings.AllEnded event) {
        people.find(event.person()).map(Person::id).ifPresent(person -> {
            endAll(person);
            tellAll("represented = ?", person);
        });
    }

    /** When his sign-ins end, such as after a recovery. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(SignInsEnded event) {
        endAll(event.person());
    }

    private void endAll(UUID person) {
        tellAll("principal = ?", person.toString());
    }

    private void tellAll(String where, Object person) {
        List<Given> given = db.sql("delete from identity.authorization_given where " + where
                        + " returning client, coalesce(represented, principal::uuid) as person, session")
                .param(person)
                .query(Given.class)
                .list();
        given.stream()
                .map(one -> new Given(one.client(), one.person(), null))
                .distinct()
                .forEach(this::tell);
    }

    private void tell(Given given) {
        RegisteredClient client = parties.findByClientId(given.client());
        if (client == null || RelyingParties.metadata(client).backchannelLogoutUri() == null) {
            return;
        }
        UUID session = given.session();
        Told told = new Told(
                given.client(),
                pseudonyms.of(given.person(), RelyingParties.sector(client)),
                session == null ? null : name(pseudonyms, session, client));
        Objects.requireNonNull(scheduler.getObject())
                .scheduleIfNotExists(
                        TELL.instance(Ids.next(clock).toString()).data(told).scheduledTo(clock.instant()));
    }
}
