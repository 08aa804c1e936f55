package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Announcement;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Secrets;
import bz.ceiba.platform.web.Messages;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills an empty register with the demonstration's people, before the first page is served. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
public class DemoPeople implements SmartInitializingSingleton, Announcement {
    private static final String[] WORDS = {"mango", "toucan", "jabiru", "cashew", "tapir", "craboo", "manatee", "orchid"
    };

    private final IdentitySettings settings;
    private final Country country;
    private final People people;
    private final Relations relations;
    private final Verifications verifications;
    private final Guardianships guardianships;
    private final Appointments appointments;
    private final Officers officers;
    private final Passwords passwords;
    private final Secrets secrets;
    private final Audit audit;
    private final Messages messages;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<DemoAccount, PersonNumber> numbers = new EnumMap<>(DemoAccount.class);

    DemoPeople(
            IdentitySettings settings,
            Country country,
            People people,
            Relations relations,
            Verifications verifications,
            Guardianships guardianships,
            Appointments appointments,
            Officers officers,
            Passwords passwords,
            Secrets secrets,
            Audit audit,
            Messages messages,
            JdbcClient db,
            TransactionTemplate transaction,
            Clock clock) {
        this.settings = settings;
        this.country = country;
        this.people = people;
        this.relations = relations;
        this.verifications = verifications;
        this.guardianships = guardianships;
        this.appointments = appointments;
        this.officers = officers;
        this.passwords = passwords;
        this.secrets = secrets;
        this.audit = audit;
        this.messages = messages;
        this.db = db;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Population population = new Population(Ingredients.load(), country.districts(), settings.demoSeed());
        Iterator<Person> accounts =
                population.people(DemoAccount.values().length).iterator();
        for (DemoAccount account : DemoAccount.values()) {
            numbers.put(account, accounts.next().number());
        }
        transaction.executeWithoutResult(status -> load());
    }

    private void load() {
        // Of several processes that start at once one loads and the others wait.
        db.sql("select pg_advisory_xact_lock(hashtext('identity.demo-people'))")
                .query((row, n) -> 1)
                .single();
        if (!people.isEmpty()) {
            return;
        }
        Population population = new Population(Ingredients.load(), country.districts(), settings.demoSeed());
        List<Person> made = population.people(settings.demoPeople());
        people.add(made);
        relations.add(population.relationships(made));
        guardianships.ofAllParents();
        verifications.add(new DemoPapers(made.stream()
                        .limit(DemoAccount.values().length)
                        .map(Person::id)
                        .collect(Collectors.toSet()))
                .of(made));
        String hash = passwords.hash(password());
        numbers.forEach((account, number) -> {
            account.appointment().ifPresent(appointment -> {
                people.setPassword(number, hash, clock.instant());
                appointments.appoint(number, appointment.agency(), appointment.role());
                officers.named(number, account.fullName());
            });
        });
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                null,
                null,
                Map.of("register", "identity.person", "demo-people", String.valueOf(settings.demoPeople()))));
    }

    /** The password of all demo staff, made at the first start. */
    public String password() {
        return secrets.get("demo-staff-password", () -> {
            SecureRandom random = new SecureRandom();
            return WORDS[random.nextInt(WORDS.length)] + "-" + WORDS[random.nextInt(WORDS.length)] + "-"
                    + (1000 + random.nextInt(9000));
        });
    }

    /** The identity numbers of the accounts, in order. */
    public Map<DemoAccount, PersonNumber> numbers() {
        return new EnumMap<>(numbers);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Demo accounts (identity number, name, what to try):");
        numbers.forEach((account, number) -> lines.add(String.format(
                Locale.ROOT,
                "  %s  %-24s %s",
                number.grouped(),
                account.fullName(),
                messages.text(Locale.ENGLISH, account.messageKey()))));
        lines.add("One-time codes arrive in the demo outbox: /notifications/outbox. Password of all staff: "
                + password());
        return lines;
    }
}
