package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Statements.Imported;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes statements in: all of a file or nothing of it. Each line is booked to its bank account against suspense; what it is
 * for is found out afterwards, line by line.
 */
@Component
class ImportStatement {
    /** How far back it is checked that no statement is missing. */
    private static final int DAYS_CHECKED = 400;

    private final Statements statements;
    private final Differences differences;
    private final BankBookings bookings;
    private final Accounts accounts;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ImportStatement(
            Statements statements,
            Differences differences,
            BankBookings bookings,
            Accounts accounts,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.statements = statements;
        this.differences = differences;
        this.bookings = bookings;
        this.accounts = accounts;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Takes in a camt.053 file. A statement that is there already changes nothing.
     *
     * @throws Problem INVALID or TOO_LARGE when the file is not right, FORBIDDEN when an account is none of ours, CONFLICT when
     *     a statement of the same number is there with another content
     */
    List<TakenStatement> take(byte[] file, Actor by) {
        List<BankStatement> read = StatementReading.read(file);
        read.stream().map(BankStatement::account).forEach(accounts::requireOurs);
        return Objects.requireNonNull(transactions.execute(status -> {
            statements.lock();
            List<TakenStatement> outcomes =
                    read.stream().map(statement -> take(statement, by)).toList();
            Set<String> touched = new TreeSet<>();
            read.forEach(statement -> touched.add(statement.account()));
            touched.forEach(this::lookForGaps);
            return outcomes;
        }));
    }

    private TakenStatement take(BankStatement statement, Actor by) {
        String digest = digest(statement);
        Optional<Imported> there = statements.find(statement.account(), statement.number());
        if (there.isPresent()) {
            if (!there.get().digest().equals(digest)) {
                throw new Problem(
                        Problem.Kind.CONFLICT,
                        "treasury.problem.other-content",
                        Map.of("number", statement.number(), "account", statement.account()));
            }
            return new TakenStatement(
                    statement.account(), statement.number(), statement.lines().size(), false);
        }
        statements.add(statement, digest, by);
        statement.lines().forEach(line -> bookings.moved(statement.account(), line.amount()));
        audit.record(by.doesFor(
                Accounts.AGENCY,
                AuditEvent.STATEMENT_IMPORTED,
                Map.of(
                        "account", statement.account(),
                        "statement", statement.number(),
                        "lines", String.valueOf(statement.lines().size()))));
        return new TakenStatement(
                statement.account(), statement.number(), statement.lines().size(), true);
    }

    private static String digest(BankStatement statement) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(statement.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Between each two statements that follow each other by day: does one begin where the other ended? */
    private void lookForGaps(String account) {
        String prefix = account + "/";
        List<Imported> all = statements.of(account, Country.today(clock).minusDays(DAYS_CHECKED));
        Set<String> gaps = new HashSet<>();
        for (int i = 1; i < all.size(); i++) {
            Imported before = all.get(i - 1);
            Imported after = all.get(i);
            if (!follows(before, after)) {
                String subject = prefix + before.number() + "/" + after.number();
                gaps.add(subject);
                Money difference = after.opening().minus(before.closing());
                differences.open(
                        DifferenceKind.GAP,
                        subject,
                        difference,
                        null,
                        account + ": " + before.number() + " … " + after.number(),
                        clock.instant());
            }
        }
        List<String> closed = new ArrayList<>(differences.subjects(DifferenceKind.GAP, prefix));
        closed.removeAll(gaps);
        differences.cleared(DifferenceKind.GAP, closed);
    }

    /** By count, which may begin anew each year, and by balance. */
    private static boolean follows(Imported before, Imported after) {
        Long last = before.sequence();
        Long next = after.sequence();
        boolean counted = last == null || next == null || next == last + 1 || next == 1;
        return counted && before.closing().equals(after.opening());
    }
}
