package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.LocalizedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Versions of rules in the database. */
@Component
class RuleRows {
    private final JdbcClient db;
    private final JsonMapper json;
    private final Clock clock;

    RuleRows(JdbcClient db, JsonMapper json, Clock clock) {
        this.db = db;
        this.json = json;
        this.clock = clock;
    }

    List<Rule> all() {
        return db.sql("select * from border.risk_rule order by rule, version desc")
                .query(this::rule)
                .list();
    }

    List<Rule> live() {
        return db.sql("select * from border.risk_rule where state = 'LIVE' order by rule")
                .query(this::rule)
                .list();
    }

    Optional<Rule> find(String rule, int version) {
        return db.sql("select * from border.risk_rule where rule = ? and version = ?")
                .params(rule, version)
                .query(this::rule)
                .optional();
    }

    Optional<Rule> locked(String rule, int version) {
        return db.sql("select * from border.risk_rule where rule = ? and version = ? for update")
                .params(rule, version)
                .query(this::rule)
                .optional();
    }

    private Rule rule(ResultSet row, int n) throws SQLException {
        Timestamp until = row.getTimestamp("effective_until");
        String rehearsal = row.getString("rehearsal");
        return new Rule(
                row.getString("rule"),
                row.getInt("version"),
                json.readValue(row.getString("title"), LocalizedText.class),
                row.getString("expression"),
                json.readValue(row.getString("reason"), LocalizedText.class),
                row.getString("legal_ground"),
                row.getTimestamp("effective_from").toInstant(),
                until == null ? null : until.toInstant(),
                row.getString("state"),
                rehearsal == null ? null : json.readValue(rehearsal, Rule.Rehearsal.class),
                row.getString("drafted_by"),
                row.getString("drafted_by_name"),
                row.getString("decided_by_name"));
    }

    int next(String rule) {
        return db.sql("select coalesce(max(version), 0) + 1 from border.risk_rule where rule = ?")
                .param(rule)
                .query(Integer.class)
                .single();
    }

    void draft(Rule rule) {
        Instant until = rule.effectiveUntil();
        db.sql("""
                        insert into border.risk_rule (rule, version, title, expression, reason, legal_ground, effective_from, effective_until, state,
                          drafted_by, drafted_by_name, drafted_at)
                        values (:rule, :version, :title::jsonb, :expression, :reason::jsonb, :ground, :from, :until, 'DRAFT', :by, :name, :at)
                        """)
                .param("rule", rule.rule())
                .param("version", rule.version())
                .param("title", json.writeValueAsString(rule.title()))
                .param("expression", rule.expression())
                .param("reason", json.writeValueAsString(rule.reason()))
                .param("ground", rule.legalGround())
                .param("from", Timestamp.from(rule.effectiveFrom()))
                .param("until", until == null ? null : Timestamp.from(until))
                .param("by", rule.draftedBy())
                .param("name", rule.draftedByName())
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    void rehearsed(Rule rule, Rule.Rehearsal rehearsal) {
        db.sql("update border.risk_rule set rehearsal = ?::jsonb where rule = ? and version = ?")
                .params(json.writeValueAsString(rehearsal), rule.rule(), rule.version())
                .update();
    }

    void decide(Rule rule, String state, Actor by) {
        db.sql("""
                        update border.risk_rule set state = ?, decided_by = ?, decided_by_name = ?, decided_at = ? where rule = ? and version = ?
                        """)
                .params(state, by.number(), by.name(), Timestamp.from(clock.instant()), rule.rule(), rule.version())
                .update();
    }

    /** ENDED or RECALLED. */
    void end(Rule rule, String state, Actor by, String why) {
        db.sql("""
                        update border.risk_rule set state = ?, ended_by = ?, ended_at = ?, ended_why = ? where rule = ? and version = ?
                        """)
                .params(state, by.number(), Timestamp.from(clock.instant()), why, rule.rule(), rule.version())
                .update();
    }
}
