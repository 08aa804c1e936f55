package bz.ceiba.platform.cases;

import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Orders the documents that cases issue on a plain page: facts by name and a sentence, in every language of the house. */
@Component
public class Papers {
    private final Services services;
    private final Messages messages;

    Papers(Services services, Messages messages) {
        this.services = services;
        this.messages = messages;
    }

    /**
     * A kind of document.
     *
     * @param type as the definition names it
     * @param prefix the letters that its numbers begin with
     * @param says the key of its sentence
     * @param part what it is of its case, which makes it recognisable: a case has one
     */
    public record Paper(String type, String prefix, LocalizedText title, String says, String part) {
        /** What makes the one of a case recognisable. */
        public String key(CaseFile file) {
            return file.number() + "/" + part;
        }
    }

    /**
     * For the applicant.
     *
     * @param facts by the keys of their names
     * @param data the same for machines
     * @param until the last day on which it is valid, or null for ever
     */
    public IssueOrder order(
            CaseFile file, Paper paper, SequencedMap<String, String> facts, JsonNode data, @Nullable LocalDate until) {
        return order(file, file.person(), file.personName(), paper, facts, data, until);
    }

    /** For somebody else. */
    public IssueOrder order(
            CaseFile file,
            PersonNumber holder,
            String holderName,
            Paper paper,
            SequencedMap<String, String> facts,
            JsonNode data,
            @Nullable LocalDate until) {
        Map<String, String> named = new LinkedHashMap<>();
        facts.forEach((key, value) -> named.put(messages.everywhere(key), value));
        return new IssueOrder(
                        paper.key(file),
                        paper.type(),
                        paper.prefix(),
                        paper.title(),
                        file.agency(),
                        holder,
                        holderName,
                        file.number(),
                        "documents/plain-pdf",
                        Map.of("facts", named, "paragraphs", List.of(messages.everywhere(paper.says()))),
                        data,
                        until,
                        null)
                .as(services.of(file).classOf(paper.type()));
    }
}
