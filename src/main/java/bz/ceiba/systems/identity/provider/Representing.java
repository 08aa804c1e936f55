package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.ActingFor;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.Companies;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * For whom people act at relying parties. A party names the matter with its registration; whether somebody may still act in it is read anew each
 * time, so what has ended has ended on all processes.
 */
@Component
class Representing {
    /** With which scope a party asks for whom somebody is here. */
    static final String SCOPE = "representation";

    /** In which matters a party may let people act for others, by the words of its registration. */
    static final List<String> MATTERS = List.of("health", "money", "schooling", "travel", "all");

    /** In which attribute of an authorization stands who was chosen, by his identifier: who signed in, or whom he represents. */
    static final String CHOSEN = "ceiba.represented";

    private final ActingFor acting;
    private final People people;
    private final Companies companies;

    Representing(ActingFor acting, People people, Companies companies) {
        this.acting = acting;
        this.people = people;
        this.companies = companies;
    }

    /**
     * Somebody for whom one may act in a matter.
     *
     * @param mandates those that cover it
     * @param alone whether without another one who confirms
     */
    record Choice(String number, String name, List<Mandate> mandates, boolean alone) {}

    /** In which matter people act for others at a party; empty when it is not registered for that. */
    static Optional<Matter> matter(RegisteredClient client) {
        return Optional.ofNullable(RelyingParties.metadata(client).representationMatter())
                .map(word -> Matter.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    static boolean isChosen(OAuth2Authorization authorization) {
        return authorization.getAttribute(CHOSEN) != null;
    }

    /** Whose identifier was chosen, or null when it is about who signed in. */
    static @Nullable UUID represented(OAuth2Authorization authorization) {
        String chosen = authorization.getAttribute(CHOSEN);
        return chosen == null || chosen.equals(authorization.getPrincipalName()) ? null : UUID.fromString(chosen);
    }

    /** Whether somebody is asked for whom he is here: he may act for somebody, and the party asks. */
    boolean isQuestion(Person who, RegisteredClient client, Set<String> scopes) {
        return scopes.contains(SCOPE) && !choices(who, client).isEmpty();
    }

    /** Whether he has a choice, too: for those for whom he could act only together with another one he has none. */
    boolean isChoice(Person who, RegisteredClient client, Set<String> scopes) {
        return scopes.contains(SCOPE) && choices(who, client).stream().anyMatch(Choice::alone);
    }

    /** Whether he who acts may read what the register says of the other one, as in the portal: nothing limits his right. */
    boolean maySee(Subject subject) {
        Person actor = subject.actor();
        return actor == null
                || acting.between(actor.number(), subject.number()).stream()
                        .anyMatch(mandate -> mandate.covers(Matter.ALL));
    }

    /** Those for whom somebody may act at a party, each once. */
    List<Choice> choices(Person who, RegisteredClient client) {
        Optional<Matter> matter = matter(client);
        return matter.isEmpty()
                ? List.of()
                : acting.all(who.number()).stream()
                        .filter(mandate -> mandate.covers(matter.get()))
                        .collect(Collectors.groupingBy(Mandate::represented, LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .map(mandates -> choice(mandates, matter.get()))
                        .toList();
    }

    private static Choice choice(List<Mandate> mandates, Matter matter) {
        Mandate first = mandates.getFirst();
        return new Choice(
                first.represented(),
                first.representedName(),
                mandates,
                mandates.stream().anyMatch(mandate -> isEnough(mandate, matter)));
    }

    /** Whether it lets one act alone. In all matters is in each of them, so what needs two in one of them needs two. */
    private static boolean isEnough(Mandate mandate, Matter matter) {
        return mandate.covers(matter)
                && !mandate.needsAnother(matter)
                && (matter != Matter.ALL || mandate.joint().isEmpty());
    }

    /** Whom somebody represents at a party, if he may now. */
    Optional<Subject> chosen(Person who, PersonNumber represented, RegisteredClient client) {
        return matter(client)
                .flatMap(matter -> acting.between(who.number(), represented).stream()
                        .filter(mandate -> isEnough(mandate, matter))
                        .findFirst())
                .flatMap(mandate -> subject(mandate, represented, who));
    }

    private Optional<Subject> subject(Mandate mandate, PersonNumber represented, Person who) {
        return mandate.company()
                ? companies
                        .find(represented)
                        .filter(Companies.Company::active)
                        .map(company -> Subject.of(company, who, mandate.ground()))
                : people.find(represented)
                        .filter(person -> person.status() == Person.Status.ACTIVE)
                        .map(person -> Subject.of(person, who, mandate.ground()));
    }

    /** Whom an authorization is about; empty when he who signed in acted for somebody and may no more. */
    Optional<Subject> of(OAuth2Authorization authorization, RegisteredClient client) {
        Person who = people.find(UUID.fromString(authorization.getPrincipalName()))
                .orElseThrow(() -> new IllegalStateException("somebody signed in who is not in the register"));
        UUID represented = represented(authorization);
        if (represented == null) {
            return Optional.of(Subject.of(who));
        }
        return people.find(represented)
                .map(Person::number)
                .or(() -> companies.find(represented).map(Companies.Company::number))
                .flatMap(number -> chosen(who, number, client));
    }
}
