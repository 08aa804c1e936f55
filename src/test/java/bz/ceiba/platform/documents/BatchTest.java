package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class BatchTest {
    private static final int MANY = 40;

    @Autowired
    Documents documents;

    @Test
    void manyOrdersAreIssuedSeveralAtATimeAndNeverMoreOfThemAreHeldThanThat() {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Iterator<IssueOrder> orders = Stream.generate(() -> {
                    most.accumulateAndGet(taken.incrementAndGet() - finished.get(), Math::max);
                    return TestOrders.forAnybody();
                })
                .limit(MANY)
                .iterator();
        Set<String> numbers = ConcurrentHashMap.newKeySet();
        documents.issueAll(orders, document -> {
            numbers.add(document.number());
            finished.incrementAndGet();
        });
        assertThat(numbers).hasSize(MANY);
        // An iterator over a stream may look one order ahead.
        assertThat(most).hasValueLessThanOrEqualTo(Documents.AT_ONCE + 1);
    }

    @Test
    void aBatchThatBrokeGoesOnWhereItStopped() {
        List<IssueOrder> orders =
                Stream.generate(TestOrders::forAnybody).limit(6).toList();
        Set<String> first = ConcurrentHashMap.newKeySet();
        List<IssueOrder> broken = new ArrayList<>(orders.subList(0, 3));
        IssueOrder order = orders.get(4);
        broken.add(
                TestOrders.order(order.holder().digits(), order.holderName(), order.validUntil(), "TST-26-000000-0"));
        assertThatThrownBy(() -> documents.issueAll(broken.iterator(), document -> first.add(document.number())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(broken.getLast().key());

        Set<String> all = ConcurrentHashMap.newKeySet();
        documents.issueAll(orders.iterator(), document -> all.add(document.number()));
        assertThat(all).hasSize(6).containsAll(first);
    }
}
