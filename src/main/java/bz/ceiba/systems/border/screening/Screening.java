package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.RegisterEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether an officer has to look at a traveller, by watchlists and rules of risk. It refers, with reasons and the versions on which they rest, and
 * never refuses: that is for a person. For the desk; may be called within a transaction or outside of one. Whoever shows a match must not show the
 * details of its reasons, or its entry, to who may not read the list.
 */
@Component
public class Screening {
    private static final Logger LOG = LoggerFactory.getLogger(Screening.class);

    /** What other agencies are told. */
    static final String REFERRED = "border.referred";

    private final Watchlists watchlists;
    private final RuleRows rules;
    private final Screenings rows;
    private final Events events;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RiskExpressions expressions = new RiskExpressions();

    Screening(
            Watchlists watchlists,
            RuleRows rules,
            Screenings rows,
            Events events,
            JsonMapper json,
            TransactionTemplate transaction,
            Clock clock) {
        this.watchlists = watchlists;
        this.rules = rules;
        this.rows = rows;
        this.events = events;
        this.json = json;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Screens somebody, and keeps what came of it. The same reference again is the same crossing: what was judged of it stays, what is new is added.
     * Lists are at most a second old.
     */
    public Screened of(Traveller traveller) {
        Watchlists.Snapshot lists = watchlists.now();
        List<Found> found = lists.find(traveller);
        return Objects.requireNonNull(transaction.execute(status -> {
            Instant now = clock.instant();
            rows.enter(traveller, lists.generation(), now);
            List<String> who = who(traveller);
            found.forEach(one -> rows.match(traveller.reference(), one, rows.isCleared(who, one.entry(), now), now));
            refer(traveller, now);
            return rows.find(traveller.reference()).orElseThrow();
        }));
    }

    private void refer(Traveller traveller, Instant now) {
        Map<String, Object> facts = RiskExpressions.facts(traveller);
        for (Rule rule : rules.live()) {
            if (rule.isEffective(now) && means(rule, facts)) {
                Map<String, String> inputs = new HashMap<>();
                RiskExpressions.inputs(rule.expression())
                        .forEach(name -> inputs.put(name, String.valueOf(facts.get(name))));
                if (rows.refer(traveller.reference(), rule, inputs, now)) {
                    events.publish(new RegisterEvent(
                            REFERRED,
                            traveller.reference(),
                            traveller.person(),
                            now,
                            json.createObjectNode()
                                    .put("reference", traveller.reference())
                                    .put("rule", rule.rule())
                                    .put("version", rule.version())));
                }
            }
        }
    }

    /** A rule that fails says that a person has to look. */
    private boolean means(Rule rule, Map<String, Object> facts) {
        try {
            return expressions.test(rule.expression(), facts);
        } catch (IllegalStateException e) {
            LOG.error("rule of risk {} version {} fails and should be recalled", rule.rule(), rule.version());
            return true;
        }
    }

    /** Whose earlier clearance counts: the document's as an officer saw it, as a request for redress named it, and the redress number's. */
    static List<String> who(Traveller traveller) {
        List<String> who = new ArrayList<>();
        String number = WatchEntry.Document.folded(traveller.documentNumber());
        if (!number.isEmpty() && !traveller.documentIssuer().isEmpty()) {
            who.add("document:" + traveller.documentIssuer() + ":" + number);
            who.add(Redress.who(traveller.documentIssuer(), number, traveller.born()));
        }
        if (traveller.redress() != null) {
            who.add(Redress.who(traveller.redress(), traveller.born()));
        }
        return who;
    }

    /** What was said of a crossing, as it stands now: with what was judged and recalled since. */
    public Optional<Screened> find(String reference) {
        return rows.find(reference);
    }

    /**
     * What an officer found when he looked at a traveller, for the report on whom the rules pick out.
     *
     * @param found whether anything was wrong
     * @return whether that crossing was screened
     */
    public boolean outcome(String reference, boolean found) {
        return rows.outcome(reference, found, clock.instant());
    }
}
