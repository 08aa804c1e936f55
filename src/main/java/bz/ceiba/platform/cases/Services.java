package bz.ceiba.platform.cases;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.StartFailure;
import bz.ceiba.platform.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services and their versions. At start the definitions on the class path are checked and published: kept in the
 * database with their digest, so that a case finds its version again when the file has moved on. That takes most of a
 * second, so a thread of its own does it while the rest starts; nothing is served before it is done.
 */
@Component
public class Services implements SmartInitializingSingleton {
    private record Key(String id, int version) {}

    private record Compiled(ServiceDefinition definition, Expressions expressions) {}

    private final JdbcClient db;
    private final JsonMapper json;
    private final Country country;
    private final Clock clock;
    private final Map<Key, ServiceDefinition> declared = new HashMap<>();
    private final Map<Key, Compiled> versions = new ConcurrentHashMap<>();
    private final Map<String, ServiceDefinition> current = new TreeMap<>();
    private final FutureTask<Void> publishing;

    @org.springframework.beans.factory.annotation.Autowired
    Services(JdbcClient db, JsonMapper json, Country country, Clock clock, Messages messages, Agreements agreements) {
        this(db, json, country, clock, messages, agreements, bodies());
    }

    /** With definitions from elsewhere, by the name of their folder. */
    Services(
            JdbcClient db,
            JsonMapper json,
            Country country,
            Clock clock,
            Messages messages,
            Agreements agreements,
            Map<String, ObjectNode> bodies) {
        this.db = db;
        this.json = json;
        this.country = country;
        this.clock = clock;
        Map<String, ServiceDefinition> folders = new TreeMap<>();
        bodies.forEach((folder, body) -> folders.put(folder, readOrFail(folder, body)));
        folders.values().forEach(definition -> {
            declared.put(new Key(definition.id(), definition.version()), definition);
            current.merge(definition.id(), definition, (a, b) -> a.version() > b.version() ? a : b);
        });
        this.publishing = new FutureTask<>(() -> publish(folders, bodies, messages, agreements), null);
        Thread.ofPlatform().name("services").daemon().start(publishing);
    }

    private void publish(
            Map<String, ServiceDefinition> folders,
            Map<String, ObjectNode> bodies,
            Messages messages,
            Agreements agreements) {
        DefinitionCheck check = new DefinitionCheck(country, messages, clock, effectNames(), agreements);
        folders.forEach((folder, definition) -> {
            List<String> findings = check.check(definition);
            findings = findings.isEmpty() ? misplaced(folder, definition) : findings;
            if (!findings.isEmpty()) {
                throw new StartFailure(
                        "a service definition is wrong, ./ceiba services check lists all: " + findings.getFirst());
            }
            publish(definition, Objects.requireNonNull(bodies.get(folder)));
            at(definition.id(), definition.version());
        });
        current.values().forEach(this::requireNewest);
    }

    /**
     * Waits until all is published.
     *
     * @throws StartFailure when a definition is wrong
     */
    @Override
    public void afterSingletonsInstantiated() {
        try {
            publishing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    private static ServiceDefinition readOrFail(String name, ObjectNode body) {
        try {
            return DefinitionReader.definition(name, body);
        } catch (DefinitionReader.Unreadable e) {
            throw new StartFailure("a service definition can't be read: " + e.getMessage());
        }
    }

    /** The findings for all definitions on the class path, without any database. */
    public static List<String> check(Country country, Messages messages, Clock clock) {
        List<String> findings = new ArrayList<>();
        Agreements agreements;
        try {
            agreements = Agreements.load(country);
        } catch (IllegalStateException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        DefinitionCheck check = new DefinitionCheck(country, messages, clock, effectNames(), agreements);
        Map<String, ServiceDefinition> newest = new TreeMap<>();
        for (Map.Entry<String, ObjectNode> found : bodies().entrySet()) {
            try {
                ServiceDefinition definition = DefinitionReader.definition(found.getKey(), found.getValue());
                findings.addAll(check.check(definition));
                findings.addAll(misplaced(found.getKey(), definition));
                newest.merge(definition.id(), definition, (a, b) -> a.version() > b.version() ? a : b);
            } catch (DefinitionReader.Unreadable e) {
                findings.add(String.valueOf(e.getMessage()));
            }
        }
        findings.addAll(IssuedCheck.differences(newest.values()));
        try {
            PolicyCheck policy = new PolicyCheck(agreements, clock);
            newest.values().forEach(definition -> findings.addAll(policy.check(definition)));
            findings.addAll(policy.agreements());
        } catch (IllegalStateException e) {
            findings.add(String.valueOf(e.getMessage()));
        }
        return findings;
    }

    /** A folder says which service and version is in it, so that nobody edits the wrong one. */
    private static List<String> misplaced(String folder, ServiceDefinition definition) {
        String expected =
                definition.id().replace('.', '/') + (definition.version() == 1 ? "" : "/v" + definition.version());
        return folder.equals(expected)
                ? List.of()
                : List.of(definition.id() + ": version " + definition.version() + " belongs into services/" + expected
                        + ", not services/" + folder);
    }

    /** The folders on the class path in which a version of a service is declared. */
    public static Set<String> names() {
        return bodies().keySet();
    }

    /** Version 1 of a service is in its folder, each later one in a folder of its own below that. */
    static Map<String, ObjectNode> bodies() {
        Map<String, ObjectNode> bodies = new TreeMap<>();
        try {
            PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
            List<Resource> found = new ArrayList<>();
            found.addAll(List.of(resolver.getResources("classpath*:services/*/*/service.yaml")));
            found.addAll(List.of(resolver.getResources("classpath*:services/*/*/v*/service.yaml")));
            for (Resource service : found) {
                String path = service.getURL().getPath();
                String name =
                        path.substring(path.lastIndexOf("/services/") + "/services/".length(), path.lastIndexOf('/'));
                try (InputStream in = service.getInputStream();
                        InputStream form = service.createRelative("form.yaml").getInputStream()) {
                    bodies.put(name, DefinitionReader.body(name, in, form));
                }
            }
        } catch (IOException e) {
            throw new StartFailure("the service definitions can't be read: " + e.getMessage());
        }
        return bodies;
    }

    /** The names of all effects that systems offer. */
    static Set<String> effectNames() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(EffectName.class));
        Set<String> names = new TreeSet<>();
        scanner.findCandidateComponents("bz.ceiba").forEach(bean -> {
            if (bean instanceof org.springframework.beans.factory.annotation.AnnotatedBeanDefinition annotated) {
                Map<String, Object> attributes =
                        annotated.getMetadata().getAnnotationAttributes(EffectName.class.getName());
                if (attributes != null) {
                    names.add(String.valueOf(attributes.get("value")));
                }
            }
        });
        return names;
    }

    private void publish(ServiceDefinition definition, ObjectNode body) {
        String text = json.writeValueAsString(body);
        String digest = digest(json.writeValueAsString(withoutPolicy(body)));
        db.sql("""
                insert into cases.definition (service, version, digest, body, published_at)
                values (?, ?, ?, cast(? as jsonb), ?) on conflict do nothing
                """)
                .param(definition.id())
                .param(definition.version())
                .param(digest)
                .param(text)
                .param(Timestamp.from(clock.instant()))
                .update();
        String published = db.sql("select digest from cases.definition where service = ? and version = ?")
                .param(definition.id())
                .param(definition.version())
                .query(String.class)
                .single();
        if (!published.equals(digest)) {
            throw new StartFailure("service " + definition.id() + " version " + definition.version()
                    + " was changed after it was published; a published version never changes, so give the change version "
                    + next(definition) + ".");
        }
    }

    /**
     * What a question means to the exchange's catalogue, its class, and why it is asked again change nothing for anybody who is asked, so they may
     * be said of a published version.
     */
    private static ObjectNode withoutPolicy(ObjectNode body) {
        ObjectNode copy = body.deepCopy();
        copy.path("form").path("properties").forEach(property -> {
            if (property instanceof ObjectNode question) {
                question.remove(List.of(DeclaredServices.CONCEPT, PolicyCheck.CLASS, PolicyCheck.ASKED_AGAIN));
            }
        });
        return copy;
    }

    private int next(ServiceDefinition definition) {
        return 1
                + db.sql("select max(version) from cases.definition where service = ?")
                        .param(definition.id())
                        .query(Integer.class)
                        .single();
    }

    private void requireNewest(ServiceDefinition definition) {
        int newest = db.sql("select max(version) from cases.definition where service = ?")
                .param(definition.id())
                .query(Integer.class)
                .single();
        if (newest > definition.version()) {
            throw new StartFailure("service " + definition.id() + " has been published in version " + newest
                    + " and this Ceiba brings version " + definition.version() + "; start the newer Ceiba.");
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Compiled compiled(ServiceDefinition definition) {
        return new Compiled(definition, new Expressions(definition, country, clock));
    }

    private Compiled at(String id, int version) {
        return versions.computeIfAbsent(new Key(id, version), key -> {
            ServiceDefinition definition = declared.get(key);
            return compiled(definition == null ? kept(key) : definition);
        });
    }

    private ServiceDefinition kept(Key key) {
        String body = db.sql("select body from cases.definition where service = ? and version = ?")
                .param(key.id())
                .param(key.version())
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("no version " + key.version() + " of " + key.id()));
        return DefinitionReader.definition(key.id(), json.readTree(body));
    }

    /** The current versions, by title. */
    public List<ServiceDefinition> published() {
        return current.values().stream()
                .sorted(Comparator.comparing(d -> d.title().toString()))
                .toList();
    }

    public Optional<ServiceDefinition> current(String id) {
        return Optional.ofNullable(current.get(id));
    }

    /**
     * A version under which cases were started.
     *
     * @throws IllegalStateException when it was never published
     */
    public ServiceDefinition version(String id, int version) {
        return at(id, version).definition();
    }

    /** The definition under which a case lives. */
    public ServiceDefinition of(CaseFile file) {
        return version(file.service(), file.version());
    }

    Expressions expressions(ServiceDefinition definition) {
        return at(definition.id(), definition.version()).expressions();
    }
}
