package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * When a resident was screened at the border and which rules picked him out, for him to take away. What stands on a watchlist, and whether it may mean
 * him, is told to nobody; that it is left out is said each time, whether there is something or not, so that its absence tells nothing either.
 */
@Component
class HeldScreenings implements HeldAbout {
    private static final LocalizedText LEFT_OUT = LocalizedText.of(
            "What watchlists have is told to nobody. Ask for redress if you are stopped each time; the Data Protection Commissioner can look for you.",
            "Lo que tienen las listas de vigilancia no se dice a nadie. Pida reparación si le detienen cada vez; el Comisionado de Protección de Datos puede mirar por usted.");

    private final JdbcClient db;
    private final Screenings rows;
    private final JsonMapper json;

    HeldScreenings(JdbcClient db, Screenings rows, JsonMapper json) {
        this.db = db;
        this.rows = rows;
        this.json = json;
    }

    @Override
    public String room() {
        return "border";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        List<String> references = db.sql(
                        "select reference from border.screening where person = ? order by screened_at desc limit 500")
                .param(person.digits())
                .query(String.class)
                .list();
        references.stream()
                .flatMap(reference -> rows.find(reference).stream())
                .forEach(one -> to.accept(new Held("screening", said(one).toString())));
    }

    private ObjectNode said(Screened one) {
        ObjectNode said = json.createObjectNode()
                .put("reference", one.reference())
                .put("at", one.at().toString());
        ArrayNode answers = said.putArray("answers");
        for (Referral rule : one.referrals()) {
            ObjectNode answer = answers.addObject();
            answer.set("question", json.valueToTree(rule.title().texts()));
            answer.set("answer", json.valueToTree(rule.reason().texts()));
            answer.put("state", rule.reversed() ? "CANCELLED" : "OPEN");
        }
        said.set("limits", json.valueToTree(LEFT_OUT.texts()));
        return said;
    }
}
