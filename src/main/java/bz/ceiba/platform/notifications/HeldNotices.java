package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is held of how somebody is reached, and of what he was told. */
@Component
class HeldNotices implements HeldAbout {
    private final JdbcClient db;
    private final Messages messages;
    private final JsonMapper json;

    HeldNotices(JdbcClient db, Messages messages, JsonMapper json) {
        this.db = db;
        this.messages = messages;
        this.json = json;
    }

    @Override
    public String room() {
        return "notifications";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        db.sql("""
                select to_jsonb(x)::text from (
                  select name, phone, email, language, by_sms, by_email, changed_at from notifications.contact where person = :person) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(row -> to.accept(new Held("contact", row)));
        db.sql("""
                select to_jsonb(x)::text from (
                  select template, arguments, case_number, at, read_at from notifications.notice where person = :person order by id) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(row -> to.accept(new Held("notice", said(row))));
    }

    /** What the message was about, in each language, in the place of its template. */
    private String said(String row) {
        ObjectNode notice = (ObjectNode) json.readTree(row);
        String subject = notice.path("template").asString("") + ".subject";
        Map<String, String> arguments = new HashMap<>();
        notice.path("arguments")
                .propertyStream()
                .forEach(one -> arguments.put(one.getKey(), one.getValue().asString("")));
        notice.remove("template");
        notice.remove("arguments");
        if (messages.has(subject)) {
            ObjectNode title = notice.putObject("title");
            messages.languages()
                    .forEach(language -> title.put(language, messages.text(Locale.of(language), subject, arguments)));
        }
        return notice.toString();
    }
}
