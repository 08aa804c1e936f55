package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Line.LineState;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements with every defect. */
@CeibaTest
class ReconciliationTest extends BooksInBalance {
    @Test
    void whatAnImportLeftOverIsLookedAtByTheTask() {
        Bill bill = money.bill(8_00);
        TestStatement statement = statement().line(8_00, reference(bill)).line(9_00, "LEFT-OVER-1");
        importing.take(statement.file(), officer);
        tasks.due("treasury.match");
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> linesOf(statement).stream()
                .noneMatch(line -> line.state() == LineState.NEW));
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
        assertThat(difference(linesOf(statement).getLast()).kind()).isEqualTo(DifferenceKind.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "08"})
    void aTransferForABillPaysItAndTheLineKnowsBillCaseAndReceipt(String version) {
        Bill bill = money.bill(20_00);
        Line line = take(new TestStatement(version, Accounts.DEMO).line(20_00, reference(bill)))
                .getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        Bill paid = money.now(bill.id());
        assertThat(paid.status()).isEqualTo(BillStatus.PAID);
        assertThat(lines.settlements(line.id())).singleElement().satisfies(settlement -> {
            assertThat(settlement.target()).isEqualTo(bill.id());
            assertThat(settlement.caseNumber()).isEqualTo(bill.caseNumber());
            assertThat(settlement.receipt()).isEqualTo(paid.receipt());
        });
    }

    /** Such as one for a bill of an agency that the organogram has no more: nobody can write its receipt. */
    @Test
    void aLineThatCantBeBookedIsAnExceptionAndDoesNotHoldUpTheOthers() {
        Bill dissolved = money.bill(people.citizen(), "dissolved", "T-09", 20_00);
        Bill sound = money.bill(5_00);
        List<Line> taken = take(statement().line(20_00, reference(dissolved)).line(5_00, reference(sound)));
        assertThat(money.now(sound.id()).status()).isEqualTo(BillStatus.PAID);
        assertThat(taken.getFirst().state()).isEqualTo(LineState.EXCEPTION);
        assertThat(difference(taken.getFirst()).kind()).isEqualTo(DifferenceKind.UNKNOWN);
        assertThat(money.now(dissolved.id()).captured()).isEqualTo(Money.ZERO);
    }

    /** Statements come the day after, on Mondays three days after. */
    @Test
    void whoTransferredInTimeHasTheDiscountWhenTheStatementComesLater() {
        LocalDate friday = LocalDate.of(2026, 11, 20);
        Bill inTime = money.discounted(100_00, 40_00, friday);
        Bill late = money.discounted(100_00, 40_00, friday);
        List<Line> taken = take(statement().at(0, friday, 0).line(60_00, reference(inTime)));
        take(statement().at(0, friday.plusDays(3), 0).line(60_00, reference(late)));
        assertThat(taken.getFirst().state()).isEqualTo(LineState.MATCHED);
        assertThat(money.now(inTime.id()).status()).isEqualTo(BillStatus.PAID);
        assertThat(money.now(late.id()).outstanding()).isEqualTo(Money.ofCents(40_00));
    }

    @Test
    void billsAreKnownByIdentifierWithoutHyphensByReceiptAndByWhatAPersonWrote() {
        Bill first = money.bill(1_00);
        Bill second = money.bill(2_00);
        Bill third = money.bill(30_00);
        take(statement()
                .line(1_00, first.id().toString().replace("-", ""))
                .words(2_00, "certificate " + reference(second).toLowerCase(java.util.Locale.ROOT) + ", thank you")
                .line(10_00, reference(third)));
        String receipt = String.valueOf(money.now(third.id()).receipt());
        take(statement().line(20_00, receipt));
        assertThat(List.of(first, second, third))
                .allSatisfy(bill -> assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID));
    }

    @Test
    void moneyOfWhichWeKnowNothingIsUnknownAndStaysInSuspense() {
        long before = money.balance("suspense");
        Line line = take(statement().line(12_34, "NOBODY-KNOWS-1")).getFirst();
        assertThat(line.state()).isEqualTo(LineState.EXCEPTION);
        assertThat(difference(line).kind()).isEqualTo(DifferenceKind.UNKNOWN);
        assertThat(money.balance("suspense") - before).isEqualTo(-12_34);
    }

    @Test
    void moreThanIsOwedIsAnExceptionThatSaysWhatWasExpected() {
        Bill bill = money.bill(20_00);
        Line line = take(statement().line(25_00, reference(bill))).getFirst();
        assertThat(difference(line).kind()).isEqualTo(DifferenceKind.AMOUNT);
        assertThat(difference(line).expected()).isEqualTo(Money.ofCents(20_00));
        assertThat(money.now(bill.id()).captured()).isEqualTo(Money.ZERO);
    }

    @Test
    void severalLinesPayOneBillWhichIsOnTheListUntilTheLastOneArrives() {
        Bill bill = money.bill(30_00);
        Line first = take(statement().line(10_00, reference(bill))).getFirst();
        assertThat(first.state()).isEqualTo(LineState.MATCHED);
        assertThat(splits(bill)).singleElement().satisfies(split -> {
            assertThat(split.amount()).isEqualTo(Money.ofCents(10_00));
            assertThat(split.expected()).isEqualTo(Money.ofCents(30_00));
        });
        take(statement().line(20_00, reference(bill)));
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
        assertThat(splits(bill)).isEmpty();
    }

    private List<Difference> splits(Bill bill) {
        return differences.open(DifferenceKind.SPLIT, java.time.Instant.parse("2100-01-01T00:00:00Z")).stream()
                .filter(one -> bill.id().toString().equals(one.subject()))
                .toList();
    }

    @Test
    void oneLinePaysSeveralBillsAndABatchIsTakenApart() {
        List<Bill> bills = List.of(money.bill(1_00), money.bill(2_00), money.bill(3_00), money.bill(4_00));
        List<Line> taken = take(statement()
                .words(3_00, reference(bills.get(0)) + " " + reference(bills.get(1)))
                .batch(new long[] {3_00, 4_00}, reference(bills.get(2)), reference(bills.get(3))));
        assertThat(taken).hasSize(3).allMatch(line -> line.state() == LineState.MATCHED);
        assertThat(lines.settlements(taken.getFirst().id())).hasSize(2);
        assertThat(bills)
                .allSatisfy(bill -> assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID));
    }

    @Test
    void payingASecondTimeIsADuplicateAndSoIsTheSameMovementAgain() {
        Bill bill = money.bill(20_00);
        take(statement().line(20_00, reference(bill), "BANK-" + bill.id()));
        Line twice = take(statement().line(20_00, reference(bill))).getFirst();
        assertThat(difference(twice).kind()).isEqualTo(DifferenceKind.DUPLICATE);
        Bill other = money.bill(20_00);
        Line again = take(statement().line(20_00, reference(other), "BANK-" + bill.id()))
                .getFirst();
        assertThat(difference(again).kind()).isEqualTo(DifferenceKind.DUPLICATE);
        assertThat(money.now(other.id()).status()).isEqualTo(BillStatus.OPEN);
    }

    @Test
    void theGatewaysSettlementClearsItsCapturesLessTheFeeItStates() {
        long clearing = money.balance("gateway-clearing");
        String one = money.captured(60_00);
        String other = money.captured(40_00);
        long fees = money.balance("bank-fees");
        Line line = take(statement().settlement(97_00, 3_00, one, other)).getFirst();
        assertThat(line.state()).isEqualTo(LineState.MATCHED);
        assertThat(money.balance("gateway-clearing")).isEqualTo(clearing);
        assertThat(money.balance("bank-fees") - fees).isEqualTo(3_00);
        Line again = take(statement().settlement(97_00, 3_00, one, other)).getFirst();
        assertThat(difference(again).kind()).isEqualTo(DifferenceKind.DUPLICATE);
        String third = money.captured(10_00);
        Line less = take(statement().settlement(9_00, 0, third)).getFirst();
        assertThat(difference(less).kind()).isEqualTo(DifferenceKind.AMOUNT);
        assertThat(difference(less).expected()).isEqualTo(Money.ofCents(10_00));
    }

    @Test
    void whatTheGatewayTookDaysAgoAndNoStatementShowsIsMissingUntilOneDoes() {
        String reference = money.captured(15_00);
        UUID payment = money.paymentOf(reference);
        missing.look();
        assertThat(differences.subjects(DifferenceKind.MISSING, payment.toString()))
                .isEmpty();
        db.sql("update payments.payment set settled_at = settled_at - interval '12 days' where id = ?")
                .param(payment)
                .update();
        missing.look();
        missing.look();
        assertThat(differences.subjects(DifferenceKind.MISSING, payment.toString()))
                .hasSize(1);
        take(statement().settlement(15_00, 0, reference));
        assertThat(differences.subjects(DifferenceKind.MISSING, payment.toString()))
                .isEmpty();
    }

    @Test
    void aReversedTransferOpensTheBillAgainMarksTheReceiptAndTellsAnOfficer() {
        Bill bill = money.bill(20_00);
        Line line = take(statement().line(20_00, reference(bill))).getFirst();
        String receipt = String.valueOf(money.now(bill.id()).receipt());
        long revenue = money.balance("revenue:police:T-09");
        Line back = take(statement().reversal(-20_00, reference(bill))).getFirst();
        assertThat(lines.find(line.id()).orElseThrow().state()).isEqualTo(LineState.REVERSED);
        assertThat(difference(back).kind()).isEqualTo(DifferenceKind.REVERSED);
        assertThat(difference(back).about()).contains(receipt);
        assertThat(back.open()).isEqualTo(Money.ZERO);
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.OPEN);
        assertThat(money.now(bill.id()).captured()).isEqualTo(Money.ZERO);
        assertThat(money.isReversed(receipt)).isTrue();
        assertThat(money.balance("revenue:police:T-09") - revenue).isEqualTo(20_00);
        resolving.act(difference(back).number(), difference(back).revision(), Action.NOTED, null, "told them", officer);
        take(statement().line(20_00, reference(bill)));
        assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
    }

    @Test
    void aReversedTransferAtTheEarlyPriceLeavesTheFullAmountOwedAndTheEarlyOneWithinItsDays() {
        LocalDate friday = LocalDate.of(2026, 11, 20);
        Bill late = money.discounted(100_00, 40_00, friday);
        Bill inTime = money.discounted(100_00, 40_00, friday);
        long receivable = money.balance("receivable");
        for (Bill bill : List.of(late, inTime)) {
            take(statement().at(0, friday, 0).line(60_00, reference(bill)));
            assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
            take(statement().reversal(-60_00, reference(bill)));
            assertThat(money.now(bill.id()).outstanding()).isEqualTo(Money.ofCents(100_00));
        }
        assertThat(money.balance("receivable")).isEqualTo(receivable);
        take(statement().at(0, friday.plusDays(3), 0).line(60_00, reference(late)));
        take(statement().at(0, friday, 0).line(60_00, reference(inTime)));
        assertThat(money.now(late.id()).outstanding()).isEqualTo(Money.ofCents(40_00));
        assertThat(money.now(inTime.id()).status()).isEqualTo(BillStatus.PAID);
    }

    @Test
    void aReversalOfASettlementIsOwedByTheGatewayAgainAndOneOfNothingIsAnException() {
        String reference = money.captured(50_00);
        long clearing = money.balance("gateway-clearing");
        take(statement().settlement(49_00, 1_00, reference));
        Line back = take(statement().reversal(-49_00, reference)).getFirst();
        assertThat(back.state()).isEqualTo(LineState.MATCHED);
        assertThat(money.balance("gateway-clearing")).isEqualTo(clearing);
        Line settled = take(statement().settlement(49_00, 1_00, reference)).getFirst();
        assertThat(settled.state()).isEqualTo(LineState.MATCHED);
        Line nothing = take(statement().reversal(-7_77, "NEVER-SEEN-77")).getFirst();
        assertThat(difference(nothing).kind()).isEqualTo(DifferenceKind.REVERSED);
        assertThat(nothing.open()).isEqualTo(Money.ofCents(-7_77));
    }

    @Test
    void theSameStatementAgainChangesNothingAndAnotherOneOfItsNumberIsRefused() {
        TestStatement statement = statement().line(9_00, "TWICE-1");
        assertThat(importing.take(statement.file(), officer)).singleElement().matches(TakenStatement::fresh);
        matching.run(10_000);
        long postings = money.postings();
        assertThat(importing.take(statement.file(), officer)).singleElement().matches(taken -> !taken.fresh());
        matching.run(10_000);
        assertThat(money.postings()).isEqualTo(postings);
        assertThatThrownBy(() -> importing.take(statement.line(1_00, "MORE").file(), officer))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("other-content");
        assertThat(money.postings()).isEqualTo(postings);
    }

    @Test
    void twoWhoUploadTheSameStatementAtOnceBookItOnce() throws Exception {
        TestStatement statement = statement().line(3_33, "AT-ONCE-1");
        List<TakenStatement> taken = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<TakenStatement>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    return importing.take(statement.file(), officer);
                }));
            }
            start.countDown();
            for (Future<List<TakenStatement>> one : all) {
                taken.addAll(one.get(60, TimeUnit.SECONDS));
            }
        }
        matching.run(10_000);
        assertThat(taken).filteredOn(TakenStatement::fresh).hasSize(1);
        assertThat(linesOf(statement)).hasSize(1);
    }

    @Test
    void whatFailsHalfWayLeavesNothingOfTheFileBehind() {
        TestStatement good = statement().line(1_11, "HALF-1");
        TestStatement there = statement().line(2_22, "HALF-2");
        take(there);
        long postings = money.postings();
        String both = good.xml()
                .replace("</Stmt>", "</Stmt>" + part(there.line(1_00, "CHANGED").xml()));
        assertThatThrownBy(() -> importing.take(both.getBytes(java.nio.charset.StandardCharsets.UTF_8), officer))
                .hasMessageContaining("other-content");
        assertThat(linesOf(good)).isEmpty();
        assertThat(money.postings()).isEqualTo(postings);
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    importing.take(good.file(), officer);
                    throw new IllegalStateException("the server dies here");
                }))
                .hasMessage("the server dies here");
        assertThat(linesOf(good)).isEmpty();
        assertThat(money.postings()).isEqualTo(postings);
        assertThat(take(good)).hasSize(1);
    }

    private static String part(String xml) {
        return xml.substring(xml.indexOf("<Stmt>"), xml.indexOf("</Stmt>") + "</Stmt>".length());
    }

    @Test
    void anotherAccountsStatementIsRefused() {
        assertThatThrownBy(() -> importing.take(
                        new TestStatement("08", "SOMEBODY-ELSES")
                                .line(1_00, "X")
                                .file(),
                        officer))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("not-ours");
    }

    @Test
    void aMissingStatementIsAnExceptionUntilItComes() {
        LocalDate day = LocalDate.of(2026, 3, 2);
        TestStatement first = statement().at(1, day, 100_00).line(5_00, "GAP-1");
        TestStatement second =
                statement().at(2, day.plusDays(1), first.closing()).line(6_00, "GAP-2");
        TestStatement third =
                statement().at(3, day.plusDays(2), second.closing()).line(7_00, "GAP-3");
        take(first);
        take(third);
        String gap = Accounts.DEMO + "/" + first.number() + "/" + third.number();
        assertThat(differences.subjects(DifferenceKind.GAP, gap)).hasSize(1);
        take(second);
        assertThat(differences.subjects(DifferenceKind.GAP, gap)).isEmpty();
        assertThat(differences.subjects(DifferenceKind.GAP, Accounts.DEMO + "/" + first.number()))
                .isEmpty();
    }

    /** Lines of all kinds in random order; the invariants are checked after each statement. */
    @Test
    void whateverTheBankSendsTheBooksBalanceAfterEachStatement() {
        Random random = new Random(2026);
        List<Bill> bills = new ArrayList<>();
        List<String> captured = new ArrayList<>();
        for (int round = 0; round < 25; round++) {
            bills.add(money.bill(1 + random.nextInt(9_999)));
            captured.add(money.captured(1 + random.nextInt(9_999)));
            TestStatement statement = statement();
            for (int i = 0; i < 6; i++) {
                Bill bill = bills.get(random.nextInt(bills.size()));
                long cents = random.nextBoolean() ? bill.amount().cents() : 1 + random.nextInt(9_999);
                switch (random.nextInt(6)) {
                    case 0 -> statement.line(cents, reference(bill));
                    case 1 -> statement.line(cents, "RANDOM-" + random.nextInt(50));
                    case 2 -> statement.settlement(cents, 0, captured.get(random.nextInt(captured.size())));
                    case 3 -> statement.line(-cents, "RANDOM-" + random.nextInt(50));
                    case 4 -> statement.reversal(-bill.amount().cents(), reference(bill));
                    default -> statement.batch(new long[] {cents, 1_00}, reference(bill), "RANDOM-" + i);
                }
            }
            take(statement);
            theBooksBalance();
        }
        assertThat(db.sql("select count(distinct state) from treasury.line")
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(3);
    }
}
