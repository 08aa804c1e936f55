package bz.ceiba.platform.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills {@code audit.subtree} from what is sealed, on the connection that holds the sealer's lock. It goes on where it ended, so what
 * versions sealed that knew nothing of it is filled as well; a part at a time, so that sealing does not wait long.
 */
final class Subtrees {
    /** How many rows of a level become how many of the next in one transaction at most. */
    static final int AT_ONCE = 400;

    private final Connection connection;

    Subtrees(Connection connection) {
        this.connection = connection;
    }

    /** Adds what is whole and missing, of the lower levels first, in one transaction. */
    void fill() throws SQLException {
        connection.setAutoCommit(false);
        try {
            int level = 1;
            while (fill(level)) {
                level++;
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Answers whether there was anything to add, since otherwise the levels above have nothing new either. */
    private boolean fill(int level) throws SQLException {
        long next = 0;
        try (PreparedStatement query = connection.prepareStatement(
                "select index from audit.subtree where level = ? order by index desc limit 1")) {
            query.setInt(1, level);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    next = row.getLong(1) + 1;
                }
            }
        }
        List<byte[]> parts = below(level, next * Subtree.WIDTH);
        List<byte[]> roots = new ArrayList<>();
        for (int at = 0; at + Subtree.WIDTH <= parts.size(); at += Subtree.WIDTH) {
            roots.add(Hash.root(parts.subList(at, at + Subtree.WIDTH)));
        }
        if (!roots.isEmpty()) {
            insert(level, next, roots);
        }
        return !roots.isEmpty();
    }

    /** The hashes from which a level is made, without a gap. */
    private List<byte[]> below(int level, long first) throws SQLException {
        List<byte[]> hashes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                level == 1
                        ? "select index, hash from audit.leaf where index >= ? order by index limit ?"
                        : "select index, hash from audit.subtree where level = " + (level - 1)
                                + " and index >= ? order by index limit ?")) {
            query.setLong(1, first);
            query.setInt(2, AT_ONCE * Subtree.WIDTH);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong("index") != first + hashes.size()) {
                        break;
                    }
                    hashes.add(rows.getBytes("hash"));
                }
            }
        }
        return hashes;
    }

    private void insert(int level, long first, List<byte[]> roots) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit.subtree (level, index, hash)
                select ?, ? + number - 1, hash from unnest(?::bytea[]) with ordinality as s (hash, number)
                """)) {
            insert.setInt(1, level);
            insert.setLong(2, first);
            insert.setArray(3, connection.createArrayOf("bytea", roots.toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }
}
