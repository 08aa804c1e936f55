package bz.ceiba.systems.transport;

import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * A table of facts in two times: {@code valid}, when a fact was so, and {@code known}, when the register said so. A change of what was so
 * from one instant to another leaves all that was said before readable as it was said, and what was so outside that stretch as it is. What the
 * same change says and takes back was never known to anybody: its row stays, known at no time.
 *
 * @param table with its schema
 * @param key the columns that say what a fact is about: of each there is one fact at a time
 * @param values the columns that say what is so
 */
record Timeline(String table, List<String> key, List<String> values) {
    Timeline {
        key = List.copyOf(key);
        values = List.copyOf(values);
    }

    /**
     * Makes it known that something was, is or will be so in a stretch of time, whatever was known of that stretch before.
     *
     * @param fact a value for each column of key and values
     */
    void put(JdbcClient db, Change change, Span valid, Map<String, ?> fact) {
        clear(db, change, valid, fact);
        List<String> columns = columns();
        bind(
                        db.sql("insert into " + table + " (" + String.join(", ", columns)
                                + ", valid, known, since) values (:" + String.join(", :", columns)
                                + ", tstzrange(:from, :to), tstzrange(:at, null), :change)"),
                        columns,
                        fact)
                .param("from", valid.begin())
                .param("to", valid.end(), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("at", at(change))
                .param("change", change.id())
                .update();
    }

    /** Makes it known that nothing was, is or will be so in a stretch of time. Answers whether something was known of it. */
    boolean clear(JdbcClient db, Change change, Span valid, Map<String, ?> about) {
        String same = key.stream().map(column -> column + " = :" + column).collect(Collectors.joining(" and "));
        // What was so before and after the stretch was said by whoever said it; only since when it stands in this row
        // is new.
        return bind(db.sql("""
                                with ended as (
                                  update %1$s set known = tstzrange(lower(known), greatest(lower(known), :at)), until = :change
                                  where %2$s and upper_inf(known) and not isempty(known) and valid && tstzrange(:from, :to)
                                  returning %3$s, valid, since),
                                kept as (
                                  insert into %1$s (%3$s, valid, known, since)
                                  select %3$s, piece, tstzrange(:at, null), since
                                  from ended, unnest(tstzmultirange(valid) - tstzmultirange(tstzrange(:from, :to))) as piece)
                                select count(*) from ended
                                """.formatted(table, same, String.join(", ", columns()))), key, about)
                        .param("from", valid.begin())
                        .param("to", valid.end(), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("at", at(change))
                        .param("change", change.id())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private List<String> columns() {
        return Stream.concat(key.stream(), values.stream()).toList();
    }

    private static OffsetDateTime at(Change change) {
        return change.at().atOffset(ZoneOffset.UTC);
    }

    private static StatementSpec bind(StatementSpec statement, List<String> columns, Map<String, ?> fact) {
        StatementSpec bound = statement;
        for (String column : columns) {
            bound = bound.param(column, fact.get(column));
        }
        return bound;
    }
}
