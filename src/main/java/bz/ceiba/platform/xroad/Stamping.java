package bz.ceiba.platform.xroad;

import bz.ceiba.platform.documents.HttpTimeStamps;
import eu.europa.esig.dss.model.DSSException;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gets time-stamps for signatures, one for all that wait (Cybernetica T-4-20). When the authority does not answer they go on
 * waiting, and after {@code ceiba.xroad.longest-unstamped} this node takes no more messages.
 */
final class Stamping {
    private static final Logger LOG = LoggerFactory.getLogger(Stamping.class);
    private static final int MOST = 4_096;

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final HttpTimeStamps authority;
    private final Clock clock;

    private record Waiting(byte[] digest, byte[] signature) {}

    Stamping(
            JdbcClient db,
            JdbcTemplate batches,
            TransactionTemplate transaction,
            HttpTimeStamps authority,
            Clock clock) {
        this.db = db;
        this.batches = batches;
        this.transaction = transaction;
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * Stamps what waits, the oldest first.
     *
     * @return how many signatures
     */
    int round() {
        List<Waiting> waiting = db.sql("""
                        select digest, signature from xroad.signature where stamp is null order by at limit :most
                        """)
                .param("most", MOST)
                .query((row, n) -> new Waiting(row.getBytes("digest"), row.getBytes("signature")))
                .list();
        if (waiting.isEmpty()) {
            return 0;
        }
        HashTree tree = new HashTree(waiting.stream()
                .map(one -> List.of(new HashTree.Leaf(Parts.SIGNATURES, Digests.sha512(one.signature()))))
                .toList());
        byte[] result = tree.result(Parts.STAMPED_CHAIN);
        byte[] token;
        try {
            token = authority
                    .getTimeStampResponse(HashTree.ALGORITHM, Digests.sha512(result))
                    .getBytes();
        } catch (DSSException e) {
            LOG.error("{} signed messages wait for a time-stamp: {}", waiting.size(), e.getMessage());
            return 0;
        }
        transaction.executeWithoutResult(status -> store(waiting, tree, result, token));
        return waiting.size();
    }

    private void store(List<Waiting> waiting, HashTree tree, byte[] result, byte[] token) {
        long stamp = db.sql("insert into xroad.stamp (at, token, result) values (:at, :token, :result) returning id")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("token", token)
                .param("result", result)
                .query(Long.class)
                .single();
        batches.batchUpdate(
                "update xroad.signature set stamp = ?, stamp_chain = ? where digest = ? and stamp is null",
                IntStream.range(0, waiting.size())
                        .mapToObj(i -> new Object[] {
                            stamp, tree.chain(i), waiting.get(i).digest()
                        })
                        .toList(),
                new int[] {Types.BIGINT, Types.BINARY, Types.BINARY});
    }
}
