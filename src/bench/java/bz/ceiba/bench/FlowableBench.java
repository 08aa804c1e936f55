package bz.ceiba.bench;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.web.PublicPage;
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
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.common.engine.impl.persistence.StrongUuidGenerator;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same business steps on Flowable, each a step of its process: an application is taken in and checked, its deadline is
 * set, a bill is raised and booked, the applicant is told, and the case waits for payment. With Flowable's audit history and
 * without session, idempotency key or search index. Measured in two ways: as our applications are, over HTTP, with a deadline
 * that is a timer and a notice that is given after the commit; and as the least that Flowable can do, called in the process in one
 * transaction with deadline and notice as mere variables.
 */
public final class FlowableBench {
    private static final String WHOLE = "certificate";
    private static final String LEAST = "least";

    /** With a process's identifier, whether its notice is a job, and what ends the wait for payment. */
    private static final String PROCESS = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn"
                targetNamespace="bench">
              <process id="%s">
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
                <serviceTask id="tell" flowable:async="%s" flowable:class="bz.ceiba.bench.FlowableBench$Tell"/>
                <sequenceFlow id="f6" sourceRef="tell" targetRef="pay"/>
                <userTask id="pay" name="Payment" flowable:candidateGroups="applicant"/>
                <sequenceFlow id="f7" sourceRef="pay" targetRef="end"/>
                <endEvent id="end"/>
                %s
              </process>
            </definitions>
            """;

    private static final String LAPSE = """
            <boundaryEvent id="lapse" attachedToRef="pay">
              <timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition>
            </boundaryEvent>
            <sequenceFlow id="f8" sourceRef="lapse" targetRef="end"/>
            """;

    private FlowableBench() {}

    /** Takes applications as our own address does; anybody's, for there is no session. */
    @RestController
    static class Applications {
        private volatile @Nullable ProcessEngine engine;

        @PublicPage
        @PostMapping("/bench/flowable")
        String submit(@RequestBody Map<String, Object> answers) {
            ProcessEngine used = engine;
            if (used == null) {
                throw new IllegalStateException("the engine is not there");
            }
            FlowableBench.start(used, WHOLE, answers);
            return "started";
        }
    }

    private static void start(ProcessEngine engine, String process, Map<String, Object> answers) {
        engine.getRuntimeService()
                .startProcessInstanceByKey(process, UUID.randomUUID().toString(), answers);
    }

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

    /** (5) Flowable in both ways, and how often our own applications are as fast. */
    static void run(
            String url,
            int port,
            int threads,
            Duration time,
            ConfigurableApplicationContext server,
            double submissions,
            Report report) {
        // Flowable's own pool takes back connections that are in use for long. Two for each thread: when its queue of
        // jobs is
        // full, it gives a job back in a transaction of its own before the first has ended.
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(url);
        connections.setMaximumPoolSize(2 * threads);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setDataSource(connections);
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        // Its default generator takes a second connection, and all threads may then wait for one another's.
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setHistory("audit");
        configuration.setAsyncExecutorActivate(false);
        ProcessEngine engine = configuration.buildProcessEngine();
        try {
            deploy(engine, LEAST, PROCESS.formatted(LEAST, "false", ""));
            deploy(engine, WHOLE, PROCESS.formatted(WHOLE, "true", LAPSE));
            Load.warm(() -> inProcess(engine, threads, Load.ROUND));
            double least = inProcess(engine, threads, time);
            report.add("(5) Flowable 8, same steps in one transaction, no HTTP, timer or job", least, "per s");
            report.add("(2) to that", submissions / least, "times");
            Applications applications = server.getBean(Applications.class);
            applications.engine = engine;
            engine.getProcessEngineConfiguration().getAsyncExecutor().start();
            double whole = overHttp(port, threads, time, server.getBean(TestPeople.class));
            report.add("(5) Flowable 8, same steps over HTTP, with timer and notice", whole, "per s");
            double times = submissions / whole;
            report.add("(2) to (5)", times, "times", "at least 8 times", times >= 8);
            applications.engine = null;
        } finally {
            close(engine);
            connections.close();
        }
    }

    private static void close(ProcessEngine engine) {
        try {
            engine.close();
        } catch (FlowableOptimisticLockingException e) {
            // A job ended while the engine was giving it back; by then all is measured.
        }
    }

    private static void deploy(ProcessEngine engine, String name, String process) {
        engine.getRepositoryService()
                .createDeployment()
                .addString(name + ".bpmn20.xml", process)
                .deploy();
    }

    private static double overHttp(int port, int threads, Duration time, TestPeople people) {
        List<String> headers = CasesBench.headers(people.anonymous());
        Load.Requests requests = connection -> Load.post(
                "/bench/flowable",
                "application/json",
                headers,
                "{\"purpose\":\"employment\",\"recipient\":\"Demo Company Ltd\",\"proof\":\"" + UUID.randomUUID()
                        + "\",\"speed\":\"ordinary\",\"applicant\":\"482177309915\"}");
        Load.warm(port, threads, 200, requests);
        return Load.run(port, threads, time, 200, requests).perSecond();
    }

    private static double inProcess(ProcessEngine engine, int threads, Duration time) {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        int count = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    int started = 0;
                    while (System.nanoTime() < end) {
                        start(
                                engine,
                                LEAST,
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }
}
