package bz.ceiba.platform.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what is stored for proofs with what the seals give, in the order in which both come to be. */
final class SubtreeCheck implements AutoCloseable {
    private static final String IN_ORDER =
            "select level, index, hash from audit.subtree order by (index + 1) << (8 * level), level";

    private final @Nullable ResultSet rows;
    private final Findings findings;
    private @Nullable Subtree next;

    private SubtreeCheck(@Nullable ResultSet rows, Findings findings) throws SQLException {
        this.rows = rows;
        this.findings = findings;
        read();
    }

    /** Of a database that a version made which stored none there is nothing to compare. */
    static SubtreeCheck of(Statement statement, Findings findings) throws SQLException {
        boolean stored;
        try (ResultSet row = statement.executeQuery("select to_regclass('audit.subtree') is not null")) {
            row.next();
            stored = row.getBoolean(1);
        }
        return new SubtreeCheck(stored ? statement.executeQuery(IN_ORDER) : null, findings);
    }

    private void read() throws SQLException {
        next = rows != null && rows.next()
                ? new Subtree(rows.getInt("level"), rows.getLong("index"), rows.getBytes("hash"))
                : null;
    }

    /** Those that the last seal made whole. */
    void compare(List<Subtree> completed) throws SQLException {
        for (Subtree subtree : completed) {
            while (next != null && before(next, subtree)) {
                stray(next);
                read();
            }
            if (next == null) {
                // The sealer has not come so far.
                return;
            }
            if (before(subtree, next)) {
                findings.add(
                        "the part of the tree over the seals " + seals(subtree) + ", stored for proofs, was deleted");
                continue;
            }
            if (!Arrays.equals(next.hash(), subtree.hash())) {
                findings.add("the part of the tree over the seals " + seals(next)
                        + ", stored for proofs, is not what the seals give");
            }
            read();
        }
    }

    void end() throws SQLException {
        while (next != null) {
            stray(next);
            read();
        }
    }

    private void stray(Subtree subtree) {
        findings.add("a part of the tree is stored over the seals " + seals(subtree) + ", which are not all there");
    }

    private static boolean before(Subtree one, Subtree other) {
        return end(one) < end(other) || (end(one) == end(other) && one.level() < other.level());
    }

    private static long end(Subtree subtree) {
        return (subtree.index() + 1) << (Subtree.HEIGHT * subtree.level());
    }

    private static String seals(Subtree subtree) {
        return ((subtree.index() << (Subtree.HEIGHT * subtree.level())) + 1) + " to " + end(subtree);
    }

    @Override
    public void close() throws SQLException {
        if (rows != null) {
            rows.close();
        }
    }
}
