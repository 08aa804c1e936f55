package bz.ceiba.platform.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sealer reads and writes, on the one connection that holds its lock; hence not through the pool's
 * {@code JdbcClient}.
 */
final class Leaves {
    /** Of the transaction-independent locks of this database; any number that no other room takes. */
    private static final long LOCK = 0x6365_6962_6101L;

    /** One sealed entry. */
    record Leaf(long index, long txid, long seq, byte[] hash, byte[] chain) {}

    /** A checkpoint as it is stored: its columns repeat what the note says and are not to be believed unchecked. */
    record StoredCheckpoint(long size, byte[] root, byte[] frontier, String note) {
        static StoredCheckpoint of(ResultSet row) throws SQLException {
            return new StoredCheckpoint(
                    row.getLong("size"), row.getBytes("root"), row.getBytes("frontier"), row.getString("note"));
        }
    }

    private final Connection connection;

    Leaves(Connection connection) {
        this.connection = connection;
    }

    boolean tryLock() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    void unlock() throws SQLException {
        try (PreparedStatement unlock = connection.prepareStatement("select pg_advisory_unlock(?)")) {
            unlock.setLong(1, LOCK);
            unlock.execute();
        }
    }

    @Nullable
    StoredCheckpoint newest() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select size, root, frontier, note from audit.checkpoint order by size desc limit 1");
                ResultSet row = query.executeQuery()) {
            return row.next() ? StoredCheckpoint.of(row) : null;
        }
    }

    @Nullable
    Leaf at(long index) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select index, txid::text as txid, seq, hash, chain from audit.leaf where index = ?")) {
            query.setLong(1, index);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? leaf(row) : null;
            }
        }
    }

    static Leaf leaf(ResultSet row) throws SQLException {
        return new Leaf(
                row.getLong("index"),
                Long.parseUnsignedLong(row.getString("txid")),
                row.getLong("seq"),
                row.getBytes("hash"),
                row.getBytes("chain"));
    }

    /** The oldest transaction that may still be open. */
    long horizon() throws SQLException {
        return transaction("select pg_snapshot_xmin(pg_current_snapshot())::text");
    }

    /** The first transaction of which nothing can be seen because it has not begun. */
    long notYetBegun() throws SQLException {
        return transaction("select pg_snapshot_xmax(pg_current_snapshot())::text");
    }

    private long transaction(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return Long.parseUnsignedLong(row.getString(1));
        }
    }

    /**
     * The entries after the given one whose transactions ended before the oldest open one began, in the order of
     * transaction and number. None that belongs before these can commit later.
     */
    List<StoredEntry> committedAfter(long txid, long seq, int limit) throws SQLException {
        List<StoredEntry> entries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("select " + StoredEntry.COLUMNS + """
                 from audit.entry
                where (txid, seq) > (?::text::xid8, ?)
                  and txid < pg_snapshot_xmin(pg_current_snapshot())
                order by entry.txid, seq
                limit ?
                """)) {
            query.setString(1, Long.toUnsignedString(txid));
            query.setLong(2, seq);
            query.setInt(3, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(StoredEntry.of(rows));
                }
            }
        }
        return entries;
    }

    /** Writes leaves and their checkpoint in one transaction. */
    void write(List<Leaf> leaves, StoredCheckpoint checkpoint, Instant at) throws SQLException {
        connection.setAutoCommit(false);
        try {
            insert(leaves);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into audit.checkpoint (size, at, root, frontier, note) values (?, ?, ?, ?, ?)")) {
                insert.setLong(1, checkpoint.size());
                insert.setObject(2, at.atOffset(ZoneOffset.UTC));
                insert.setBytes(3, checkpoint.root());
                insert.setBytes(4, checkpoint.frontier());
                insert.setString(5, checkpoint.note());
                insert.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void insert(List<Leaf> leaves) throws SQLException {
        Array indexes = connection.createArrayOf(
                "bigint", leaves.stream().map(Leaf::index).toArray());
        Array seqs = connection.createArrayOf(
                "bigint", leaves.stream().map(Leaf::seq).toArray());
        Array txids = connection.createArrayOf(
                "text",
                leaves.stream().map(leaf -> Long.toUnsignedString(leaf.txid())).toArray());
        Array hashes = connection.createArrayOf(
                "bytea", leaves.stream().map(Leaf::hash).toArray(byte[][]::new));
        Array chains = connection.createArrayOf(
                "bytea", leaves.stream().map(Leaf::chain).toArray(byte[][]::new));
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit.leaf (index, seq, txid, hash, chain)
                select index, seq, txid::xid8, hash, chain
                  from unnest(?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::bytea[]) as l (index, seq, txid, hash, chain)
                """)) {
            insert.setArray(1, indexes);
            insert.setArray(2, seqs);
            insert.setArray(3, txids);
            insert.setArray(4, hashes);
            insert.setArray(5, chains);
            insert.executeUpdate();
        }
    }
}
