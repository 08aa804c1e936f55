package bz.ceiba.platform.audit;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * An entry's place in the order in which entries are sealed.
 *
 * @param era rises when the log is restored into another cluster, where transactions are counted anew
 * @param txid the transaction that wrote it, unsigned
 * @param seq the entry's number
 */
public record Position(int era, long txid, long seq) implements Comparable<Position> {
    /** Before the first entry. */
    public static final Position START = new Position(0, 0, 0);

    /** Reads the columns {@code era}, {@code txid} as text, and {@code seq}. */
    public static Position of(ResultSet row) throws SQLException {
        return new Position(row.getInt("era"), Long.parseUnsignedLong(row.getString("txid")), row.getLong("seq"));
    }

    /** The transaction as the database writes it. */
    public String transaction() {
        return Long.toUnsignedString(txid);
    }

    @Override
    public int compareTo(Position other) {
        int order = Integer.compare(era, other.era);
        if (order == 0) {
            order = Long.compareUnsigned(txid, other.txid);
        }
        return order == 0 ? Long.compare(seq, other.seq) : order;
    }
}
