package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Disclosure;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** The entries of their logs about which people ask, for services that declare {@link ServiceDefinition#asksAbout}. */
@Component
class AskedEntries {
    private final Disclosures disclosures;
    private final Services services;
    private final Country country;
    private final Messages messages;

    AskedEntries(Disclosures disclosures, Services services, Country country, Messages messages) {
        this.disclosures = disclosures;
        this.services = services;
        this.country = country;
        this.messages = messages;
    }

    /**
     * The agency to which an application goes: that of the entry about which it asks, or else the service's.
     *
     * @throws Problem INVALID when the entry is not about the applicant, or no agency acted in it
     */
    String agency(Submission submission) {
        ServiceDefinition definition = submission.definition();
        String field = definition.asksAbout();
        if (field == null) {
            return chosen(definition, submission.form());
        }
        return entry(submission.form(), field, submission.applicant().subject())
                .map(Disclosure::agency)
                .filter(this::isAgency)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "cases.problem.not-your-entry",
                        Map.of(),
                        List.of(new Problem.FieldError(
                                field,
                                messages.text(
                                        Locale.of(submission.language()), "cases.problem.not-your-entry.detail")))));
    }

    /** Where the applicant chose one that is there, and the service's own in all other services; the form's own check refuses all else. */
    private String chosen(ServiceDefinition definition, ObjectNode form) {
        String field = definition.goesTo();
        String chosen = field == null ? "" : form.path(field).asString("");
        return isAgency(chosen) ? chosen : definition.agency();
    }

    private boolean isAgency(String id) {
        return country.agencies().stream().anyMatch(known -> known.id().equals(id));
    }

    /** The agency that has a case after a transition. */
    String after(CaseFile file, Transition transition) {
        String to = transition.handsTo();
        if (to == null) {
            return file.agency();
        }
        ServiceDefinition definition = services.of(file);
        String field = definition.asksAbout();
        if (!to.equals(Transition.BACK)) {
            return to;
        }
        return field == null
                ? chosen(definition, file.form())
                : entry(file.form(), field, file.person())
                        .map(Disclosure::agency)
                        .orElse(definition.agency());
    }

    /** Whether somebody would answer for what he did himself. */
    boolean isHisOwn(Actor actor, CaseFile file) {
        String field = services.of(file).asksAbout();
        return field != null
                && entry(file.form(), field, file.person())
                        .filter(entry -> entry.actor().equals(actor.number()))
                        .isPresent();
    }

    private Optional<Disclosure> entry(ObjectNode form, String field, PersonNumber person) {
        String number = form.path(field).asString("");
        return number.matches("[0-9]{1,18}") ? disclosures.entry(person, Long.parseLong(number)) : Optional.empty();
    }
}
