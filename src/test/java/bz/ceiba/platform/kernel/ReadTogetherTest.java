package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReadTogetherTest {
    private static final int CALLERS = 100;

    private final Queue<Collection<Integer>> reads = new ConcurrentLinkedQueue<>();
    private final CountDownLatch open = new CountDownLatch(1);

    /** Answers the doubles of even numbers, once the door is open. */
    private Map<Integer, Integer> doubles(Collection<Integer> keys) {
        reads.add(keys);
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return keys.stream().filter(key -> key % 2 == 0).collect(Collectors.toMap(key -> key, key -> 2 * key));
    }

    private List<Future<Optional<Integer>>> all(ReadTogether<Integer, Integer> together) {
        List<Future<Optional<Integer>>> found = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(task -> {
            Thread thread = Thread.ofPlatform().daemon().unstarted(task);
            threads.add(thread);
            return thread;
        })) {
            for (int key = 0; key < CALLERS; key++) {
                int mine = key;
                found.add(executor.submit(() -> together.find(mine / 2)));
            }
            Awaitility.await()
                    .until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            open.countDown();
        }
        return found;
    }

    @Test
    void manyWhoAskAtTheSameTimeAreAnsweredByFewReadsAndEachWithHisOwn() {
        List<Future<Optional<Integer>>> found = all(new ReadTogether<>(this::doubles));
        for (int i = 0; i < CALLERS; i++) {
            int key = i / 2;
            assertThat(found.get(i).resultNow()).isEqualTo(key % 2 == 0 ? Optional.of(2 * key) : Optional.empty());
        }
        assertThat(reads).hasSizeLessThan(20);
        assertThat(reads).allSatisfy(keys -> assertThat(keys).doesNotHaveDuplicates());
    }

    @Test
    void whatGoesWrongIsToldToEachWhoAskedAndTheNextIsReadAnew() {
        ReadTogether<Integer, Integer> together = new ReadTogether<>(keys -> {
            if (!doubles(keys).isEmpty() && reads.size() < 3) {
                throw new IllegalArgumentException("away");
            }
            return Map.of(0, 7);
        });
        open.countDown();
        assertThatThrownBy(() -> together.find(0)).hasMessage("away");
        assertThatThrownBy(() -> together.find(0)).hasMessage("away");
        assertThat(together.find(0)).contains(7);
    }
}
