package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Enters people who came to a counter, and keeps what officers saw of those who are in the register. */
@Component
public class Proofs {
    private final People people;
    private final Verifications verifications;
    private final Relations relations;
    private final Visitors visitors;
    private final Clock clock;

    Proofs(People people, Verifications verifications, Relations relations, Visitors visitors, Clock clock) {
        this.people = people;
        this.verifications = verifications;
        this.relations = relations;
        this.visitors = visitors;
        this.clock = clock;
    }

    /**
     * Keeps for good that somebody was proved to be who the register says.
     *
     * @param agency whose officers saw the evidence
     * @param process by which it finds that again
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(Person person, Proof proof, String agency, String process) {
        // The specification's times have no fractions of a second.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        PersonNumber voucher = proof.voucher();
        Person vouches = voucher == null ? null : people.find(voucher).orElse(null);
        verifications.add(List.of(new Verification(
                Ids.next(clock),
                person.id(),
                now,
                process,
                agency,
                proof.evidence(agency, vouches, now),
                claims(person),
                person.birthDate(),
                now)));
    }

    private static Map<String, @Nullable Object> claims(Person person) {
        Map<String, @Nullable Object> claims = new TreeMap<>();
        claims.put("given_name", person.given());
        claims.put("middle_name", person.middle());
        claims.put("family_name", person.family());
        claims.put("birthdate", person.birthDate().toString());
        claims.put("gender", person.gender());
        return claims;
    }

    /**
     * Enters somebody, under a number that was never anybody's.
     *
     * @param phone that he was shown to hold, or null
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Person enter(Applicant applicant, @Nullable String phone, Proof proof, String agency, String process) {
        Person entered = people.enrol(number -> applicant.person(Ids.next(clock), number, phone));
        keep(entered, proof, agency, process);
        return entered;
    }

    /** Who may vouch: a resident living in the register, who is neither the person nor a relative of his. */
    public Optional<Person> referee(PersonNumber referee, @Nullable PersonNumber person) {
        return people.find(referee)
                .filter(one -> one.status() == Person.Status.ACTIVE)
                .filter(one -> !visitors.isVisitor(referee))
                .filter(one -> person == null || isStranger(referee, person));
    }

    /** Whether an officer has to do with a person as with any other. */
    public boolean isStranger(PersonNumber officer, PersonNumber person) {
        return !officer.equals(person) && !relations.areRelatives(officer, person);
    }
}
