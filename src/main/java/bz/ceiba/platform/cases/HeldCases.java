package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is held of applications, with what was asked and answered, and of forms that were begun. */
@Component
class HeldCases implements HeldAbout {
    private final JdbcClient db;
    private final CaseFiles files;
    private final Services services;
    private final JsonMapper json;

    HeldCases(JdbcClient db, CaseFiles files, Services services, JsonMapper json) {
        this.db = db;
        this.files = files;
        this.services = services;
        this.json = json;
    }

    @Override
    public String room() {
        return "cases";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        rows("case", """
                select to_jsonb(x)::text from (
                  select number, service, version, agency, state, submitted_at, due_on, closed_at, form
                  from cases.case_file where person = :person order by submitted_at) x
                """, person, to);
        rows("draft", """
                select to_jsonb(x)::text from (
                  select service, version, updated_at, expires_at, form from cases.draft where person = :person order by updated_at) x
                """, person, to);
    }

    private void rows(String kind, String sql, PersonNumber person, Consumer<Held> to) {
        db.sql(sql).param("person", person.digits()).query(String.class).list().stream()
                .filter(this::isOpen)
                .forEach(row -> to.accept(new Held(kind, inWords(row))));
    }

    private boolean isOpen(String row) {
        String number = json.readTree(row).path("number").asString("");
        return number.isEmpty() || files.isOpen(new CaseNumber(number));
    }

    /** Question and answer as they were read, and the state by its name. */
    private String inWords(String row) {
        ObjectNode file = (ObjectNode) json.readTree(row);
        ServiceDefinition definition = services.version(
                file.path("service").asString(""), file.path("version").asInt());
        file.set("title", json.valueToTree(definition.title()));
        JsonNode state = file.path("state");
        if (state.isString()) {
            file.set(
                    "state",
                    json.valueToTree(definition.state(state.stringValue()).title()));
        }
        ArrayNode answers = file.putArray("answers");
        file.path("form").propertyStream().forEach(one -> {
            JsonNode schema = definition.field(one.getKey());
            ObjectNode answer = answers.addObject();
            answer.set(
                    "question",
                    schema.path("x-title").isObject() ? schema.path("x-title") : json.valueToTree(one.getKey()));
            JsonNode option = schema.path("x-options").path(one.getValue().asString(""));
            answer.set("answer", option.isObject() ? option : one.getValue());
        });
        file.remove("form");
        file.remove("version");
        return file.toString();
    }
}
