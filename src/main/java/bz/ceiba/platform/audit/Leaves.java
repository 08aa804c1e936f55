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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the sealer reads and writes, on the one connection that holds its lock; hence not through the pool's
 * {@code JdbcClient}.
 */
final class Leaves {
    /** Of the transaction-independent locks of this database; any number that no other room takes. */
    private static final long LOCK = 0x6365_6962_6101L;

    static final String COLUMNS = "index, era, txid::text as txid, seq, hash, chain";

    /** One sealed entry. */
    record Leaf(long index, Position position, byte[] hash, byte[] chain) {}

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
        try (PreparedStatement query =
                connection.prepareStatement("select " + COLUMNS + " from audit.leaf where index = ?")) {
            query.setLong(1, index);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? leaf(row) : null;
            }
        }
    }

    static Leaf leaf(ResultSet row) throws SQLException {
        return new Leaf(row.getLong("index"), Position.of(row), row.getBytes("hash"), row.getBytes("chain"));
    }

    /** The oldest transaction that may still be open. */
    long horizon() throws SQLException {
        return transaction("select pg_snapshot_xmin(pg_current_snapshot())::text");
    }

    int currentEra() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select max(era) from audit.era");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
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
     * The entries after the given one whose transactions ended before the oldest open one began, or lie in an earlier era,
     * in their order. None that belongs before these can commit later.
     */
    List<StoredEntry> committedAfter(Position last, int limit) throws SQLException {
        return entries(last, limit, """
                  and (txid < pg_snapshot_xmin(pg_current_snapshot()) or era < (select max(era) from audit.era))
                """);
    }

    /** The entries after the given one, in their order, sealed or not. */
    List<StoredEntry> after(Position last, int limit) throws SQLException {
        return entries(last, limit, "");
    }

    private List<StoredEntry> entries(Position last, int limit, String which) throws SQLException {
        List<StoredEntry> entries = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("select " + StoredEntry.COLUMNS + """
                 from audit.entry
                where (era, txid, seq) > (?, ?::text::xid8, ?)
                """ + which + """
                order by era, entry.txid, seq
                limit ?
                """)) {
            query.setInt(1, last.era());
            query.setString(2, last.transaction());
            query.setLong(3, last.seq());
            query.setInt(4, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(StoredEntry.of(rows));
                }
            }
        }
        return entries;
    }

    /** The hashes of the leaves from one on, without a gap. */
    List<byte[]> hashes(long first, int limit) throws SQLException {
        List<byte[]> hashes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select index, hash from audit.leaf where index >= ? order by index limit ?")) {
            query.setLong(1, first);
            query.setInt(2, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next() && rows.getLong("index") == first + hashes.size()) {
                    hashes.add(rows.getBytes("hash"));
                }
            }
        }
        return hashes;
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
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit.leaf (index, seq, era, txid, hash, chain)
                select index, seq, era, txid::xid8, hash, chain
                  from unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::bytea[], ?::bytea[])
                    as l (index, seq, era, txid, hash, chain)
                """)) {
            insert.setArray(1, array("bigint", leaves, Leaf::index));
            insert.setArray(2, array("bigint", leaves, leaf -> leaf.position().seq()));
            insert.setArray(3, array("int", leaves, leaf -> leaf.position().era()));
            insert.setArray(4, array("text", leaves, leaf -> leaf.position().transaction()));
            insert.setArray(5, bytes(leaves, Leaf::hash));
            insert.setArray(6, bytes(leaves, Leaf::chain));
            insert.executeUpdate();
        }
    }

    private Array array(String type, List<Leaf> leaves, Function<Leaf, Object> column) throws SQLException {
        return connection.createArrayOf(type, leaves.stream().map(column).toArray());
    }

    private Array bytes(List<Leaf> leaves, Function<Leaf, byte[]> column) throws SQLException {
        return connection.createArrayOf("bytea", leaves.stream().map(column).toArray(byte[][]::new));
    }
}
