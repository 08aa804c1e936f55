package bz.ceiba.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flowable.common.engine.impl.persistence.StrongUuidGenerator;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/**
 * The same business steps on Flowable, each a step of its process: an application is taken in and checked, its deadline is
 * set, a bill is raised and booked, the applicant is told, and the case waits for payment. With Flowable's audit history,
 * in its own transaction, called in the process without HTTP, session, idempotency key or search index.
 */
public final class FlowableBench {
    private static final String PROCESS = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn"
                targetNamespace="bench">
              <process id="certificate">
                <startEvent id="start"/>
                <sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
                <serviceTask id="check" flowable:class="bz.ceiba.bench.FlowableBench$Check"/>
                <sequenceFlow id="f2" sourceRef="check" targetRef="deadline"/>
                <serviceTask id="deadline" flowable:class="bz.ceiba.bench.FlowableBench$SetDeadline"/>
                <sequenceFlow id="f3" sourceRef="deadline" targetRef="bill"/>
                <serviceTask id="bill" flowable:class="bz.ceiba.bench.FlowableBench$Bill"/>
                <sequenceFlow id="f4" sourceRef="bill" targetRef="book"/>
                <serviceTask id="book" flowable:class="bz.ceiba.bench.FlowableBench$Book"/>
                <sequenceFlow id="f5" sourceRef="book" targetRef="tell"/>
                <serviceTask id="tell" flowable:class="bz.ceiba.bench.FlowableBench$Tell"/>
                <sequenceFlow id="f6" sourceRef="tell" targetRef="pay"/>
                <userTask id="pay" name="Payment" flowable:candidateGroups="applicant"/>
                <sequenceFlow id="f7" sourceRef="pay" targetRef="end"/>
                <endEvent id="end"/>
              </process>
            </definitions>
            """;

    private FlowableBench() {}

    /** Looks at the answers, cheaper than our own check of the form. */
    public static final class Check implements JavaDelegate {
        @Override
        public void execute(DelegateExecution execution) {
            if (!"employment".equals(execution.getVariable("purpose"))) {
                throw new IllegalArgumentException("purpose");
            }
            execution.setVariable("urgent", "urgent".equals(execution.getVariable("speed")));
        }
    }

    /** Notes what our case keeps of its deadline. */
    public static final class SetDeadline implements JavaDelegate {
        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("due", "2026-12-08");
        }
    }

    /** Notes the bill as our own bill does. */
    public static final class Bill implements JavaDelegate {
        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("bill", UUID.randomUUID().toString());
            execution.setVariable("head", "POL-01");
            execution.setVariable("cents", 2_000L);
        }
    }

    /** Notes the booking's two lines. */
    public static final class Book implements JavaDelegate {
        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("debit", "receivable");
            execution.setVariable("credit", "assessed:police:POL-01");
        }
    }

    /** Notes the notice as our own outbox does. */
    public static final class Tell implements JavaDelegate {
        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("notice", "policerecords.notice.applied");
        }
    }

    /** Warms up, then starts cases from some threads for a time. */
    static double casesPerSecond(String url, int threads, Duration time) throws InterruptedException {
        // The same pool as the server's: Flowable's own one takes back connections that are in use for long.
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(url);
        connections.setMaximumPoolSize(20);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setDataSource(connections);
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        // Its default generator takes a second connection, and all threads may then wait for one another's.
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setHistory("audit");
        configuration.setAsyncExecutorActivate(false);
        ProcessEngine engine = configuration.buildProcessEngine();
        try {
            engine.getRepositoryService()
                    .createDeployment()
                    .addString("certificate.bpmn20.xml", PROCESS)
                    .deploy();
            run(engine, threads, time.dividedBy(2));
            return run(engine, threads, time);
        } finally {
            engine.close();
            connections.close();
        }
    }

    private static double run(ProcessEngine engine, int threads, Duration time) throws InterruptedException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        int count = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    int started = 0;
                    while (System.nanoTime() < end) {
                        engine.getRuntimeService()
                                .startProcessInstanceByKey(
                                        "certificate",
                                        UUID.randomUUID().toString(),
                                        Map.of(
                                                "purpose", "employment",
                                                "recipient", "Demo Company Ltd",
                                                "proof", UUID.randomUUID().toString(),
                                                "speed", "ordinary",
                                                "applicant", "482177309915"));
                        started++;
                    }
                    return started;
                }));
            }
            for (Future<Integer> future : futures) {
                count += future.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }
}
