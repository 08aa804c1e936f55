package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes watchlists. A file lives when a second person agrees, and a supervisor when it changes much, so that neither one person nor one poisoned
 * file fills or empties a list. A single entry may be written by one person at once, a few a day; taking one off needs two.
 */
@Component
class KeepWatchlist {
    /** So much of a list may go, or come, without a supervisor. */
    private static final double MUCH_GONE = 0.05;

    private static final double MUCH_NEW = 0.25;
    private static final int FEW = 100;
    private static final int BY_HAND_A_DAY = 25;

    private final WatchlistRows rows;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;

    KeepWatchlist(WatchlistRows rows, JsonMapper json, TransactionTemplate transaction, Audit audit, Clock clock) {
        this.rows = rows;
        this.json = json;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Proposes the whole of a list as its publisher sent it.
     *
     * @param signature over the file's bytes, in base 64, or empty
     * @throws Problem INVALID when a line is wrong, or the signature is; CONFLICT when another proposal is open
     */
    ListVersion propose(Actor actor, String list, byte[] content, String signature, String why) {
        Watchlist to = require(list);
        boolean signed = signed(to, content, signature);
        FollowTheMoney.File file = FollowTheMoney.read(json, content);
        if (file.entries().isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.list-empty");
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            int version = rows.next(list);
            Map<String, String> standing = rows.digests(list);
            Map<String, @Nullable JsonNode> changes = new HashMap<>();
            int added = 0;
            int changed = 0;
            for (Map.Entry<String, ObjectNode> entry : file.entries().entrySet()) {
                String digest = standing.remove(entry.getKey());
                if (digest == null) {
                    added++;
                } else if (!digest.equals(FollowTheMoney.digest(entry.getValue()))) {
                    changed++;
                } else {
                    continue;
                }
                changes.put(entry.getKey(), entry.getValue());
            }
            standing.keySet().forEach(gone -> changes.put(gone, null));
            boolean large = standing.size() > Math.max(FEW, MUCH_GONE * to.entries())
                    || (to.entries() > 0 && added + changed > Math.max(FEW, MUCH_NEW * to.entries()));
            return store(
                    actor,
                    to,
                    version(to, version, added, changed, standing.size(), file.skipped(), large, signed, why, actor),
                    HexFormat.of().formatHex(Sha256.of(content)),
                    changes);
        }));
    }

    private ListVersion version(
            Watchlist list,
            int version,
            int added,
            int changed,
            int removed,
            int skipped,
            boolean large,
            boolean signed,
            String why,
            Actor by) {
        return new ListVersion(
                list.id(),
                version,
                list.version(),
                "PROPOSED",
                added,
                changed,
                removed,
                skipped,
                large,
                signed,
                why,
                by.number(),
                by.name(),
                clock.instant(),
                null);
    }

    private ListVersion store(
            Actor actor, Watchlist list, ListVersion version, String digest, Map<String, @Nullable JsonNode> changes) {
        if (rows.versions(list.id()).stream().anyMatch(one -> one.state().equals("PROPOSED"))) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.list-open");
        }
        rows.propose(version, digest, changes);
        record(actor, version, "proposed");
        return version;
    }

    /** What stands in the log is never who is on a list. */
    private void record(Actor actor, ListVersion version, String what) {
        audit.record(actor.doesFor(
                ScreeningDesk.AGENCY,
                AuditEvent.WATCHLIST_CHANGED,
                Map.of("list", version.list(), "version", String.valueOf(version.version()), "what", what)));
    }

    /**
     * A second person lets a proposal live, or does not.
     *
     * @throws Problem FORBIDDEN when he proposed it, or it changes much and he is no supervisor; CONFLICT when it was decided, or the list has
     *     changed since
     */
    void decide(Actor actor, String list, int number, boolean agreed) {
        require(list);
        transaction.executeWithoutResult(status -> {
            rows.next(list);
            Watchlist of = require(list);
            ListVersion version = rows.version(list, number)
                    .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found"));
            if (!version.state().equals("PROPOSED")) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.list-decided");
            }
            if (agreed && version.proposedBy().equals(actor.number())) {
                throw new Problem(Problem.Kind.FORBIDDEN, "border.problem.two-persons");
            }
            if (agreed && version.large() && !actor.holds(Role.SUPERVISOR, ScreeningDesk.AGENCY)) {
                throw new Problem(Problem.Kind.FORBIDDEN, "border.problem.list-much");
            }
            if (agreed && version.base() != of.version()) {
                throw new Problem(Problem.Kind.CONFLICT, "border.problem.list-changed");
            }
            rows.decide(version, agreed ? "LIVE" : "DECLINED", actor);
            if (agreed) {
                rows.live(version);
            }
            record(actor, version, agreed ? "agreed" : "declined");
        });
    }

    /**
     * Writes one entry, which lives at once; over one that came with a file only when a second person agrees.
     *
     * @throws Problem TOO_MANY when he wrote as many today as one may; CONFLICT when another proposal is open
     * @return whether it lives
     */
    boolean write(Actor actor, String list, String entry, ObjectNode content, String why) {
        Watchlist to = require(list);
        return Boolean.TRUE.equals(transaction.execute(status -> {
            int number = rows.next(list);
            if (rows.byHandSince(actor.number(), clock.instant().minus(Duration.ofDays(1))) >= BY_HAND_A_DAY) {
                throw new Problem(Problem.Kind.TOO_MANY, "border.problem.list-by-hand");
            }
            boolean known = rows.content(list, entry).isPresent();
            ListVersion version = version(to, number, known ? 0 : 1, known ? 1 : 0, 0, 0, false, false, why, actor);
            Map<String, @Nullable JsonNode> changes = Map.of(entry, content);
            if (rows.isAgreed(list, entry)) {
                store(actor, to, version, FollowTheMoney.digest(content), changes);
                return false;
            }
            rows.propose(version, FollowTheMoney.digest(content), changes);
            rows.decide(version, "LIVE", actor);
            rows.live(version);
            record(actor, version, "written");
            return true;
        }));
    }

    /** Proposes to take one entry off. */
    void remove(Actor actor, String list, String entry, String why) {
        Watchlist of = require(list);
        if (rows.content(list, entry).isEmpty()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found");
        }
        transaction.executeWithoutResult(status -> {
            int number = rows.next(list);
            Map<String, @Nullable JsonNode> changes = new HashMap<>();
            changes.put(entry, null);
            store(actor, of, version(of, number, 0, 0, 1, 0, false, false, why, actor), "", changes);
        });
    }

    private Watchlist require(String list) {
        return rows.find(list).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.not-found"));
    }

    private static boolean signed(Watchlist list, byte[] content, String signature) {
        String key = list.publisherKey();
        if (key == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
            check.update(content);
            if (check.verify(Base64.getMimeDecoder().decode(signature))) {
                return true;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.list-signature");
        }
        throw new Problem(Problem.Kind.INVALID, "border.problem.list-signature");
    }
}
