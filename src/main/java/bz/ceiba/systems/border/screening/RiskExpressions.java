package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.Country;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The CEL expressions of rules of risk, over what is known of a traveller and his journey. They have no loops: the macros for lists are not
 * there, so none takes longer than its text.
 */
final class RiskExpressions {
    static final int LONGEST = 1_000;

    /** What a rule may look at. What is not known is an empty text; see {@link #until} for days. */
    private static final Map<String, CelType> VARIABLES = new TreeMap<>(Map.ofEntries(
            Map.entry("nationality", SimpleType.STRING),
            Map.entry("sex", SimpleType.STRING),
            Map.entry("age", SimpleType.INT),
            Map.entry("document_type", SimpleType.STRING),
            Map.entry("document_issuer", SimpleType.STRING),
            Map.entry("days_to_expiry", SimpleType.INT),
            Map.entry("direction", SimpleType.STRING),
            Map.entry("mode", SimpleType.STRING),
            Map.entry("port", SimpleType.STRING),
            Map.entry("origin", SimpleType.STRING),
            Map.entry("voyage", SimpleType.STRING),
            Map.entry("purpose", SimpleType.STRING),
            Map.entry("stay_days", SimpleType.INT),
            Map.entry("companions", SimpleType.INT)));

    /** A rule looks at these only where it names the law that lets it. */
    private static final List<String> PROTECTED = List.of("nationality", "document_issuer", "sex", "age");

    private static final Pattern TEXT = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])*'");

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().build();
    private static final int KEPT = 500;

    private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

    private static CelCompiler compiler() {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder().setResultType(SimpleType.BOOL);
        VARIABLES.forEach(builder::addVar);
        return builder.build();
    }

    static java.util.Set<String> variables() {
        return VARIABLES.keySet();
    }

    /** Why an expression is none; empty when all is well. */
    static Optional<String> problem(String expression) {
        if (expression.isBlank() || expression.length() > LONGEST) {
            return Optional.of("is empty or too long");
        }
        try {
            COMPILER.compile(expression).getAst();
            return Optional.empty();
        } catch (CelValidationException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("does not parse"));
        }
    }

    /** What an expression looks at. */
    static List<String> inputs(String expression) {
        String code = TEXT.matcher(expression).replaceAll("");
        return VARIABLES.keySet().stream()
                .filter(name ->
                        Pattern.compile("\\b" + name + "\\b").matcher(code).find())
                .toList();
    }

    static boolean looksAtProtected(String expression) {
        return inputs(expression).stream().anyMatch(PROTECTED::contains);
    }

    /** Whether a traveller is one that the expression means. */
    boolean test(String expression, Map<String, Object> facts) {
        try {
            if (programs.size() > KEPT) {
                programs.clear();
            }
            return (Boolean) programs.computeIfAbsent(expression, RiskExpressions::program)
                    .eval(facts);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a rule of risk failed: " + e.getMessage(), e);
        }
    }

    private static CelRuntime.Program program(String expression) {
        try {
            return RUNTIME.createProgram(COMPILER.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("a rule of risk is wrong: " + e.getMessage(), e);
        }
    }

    static Map<String, Object> facts(Traveller traveller) {
        Journey journey = traveller.journey();
        Map<String, Object> facts = new HashMap<>();
        LocalDate on = LocalDate.ofInstant(journey.at(), Country.ZONE);
        facts.put("nationality", traveller.nationality());
        facts.put("sex", traveller.sex());
        facts.put("age", until(traveller.born(), on, ChronoUnit.YEARS));
        facts.put("document_type", traveller.documentType());
        facts.put("document_issuer", traveller.documentIssuer());
        facts.put("days_to_expiry", -until(traveller.documentExpires(), on, ChronoUnit.DAYS));
        facts.put("direction", journey.direction());
        facts.put("mode", journey.mode());
        facts.put("port", journey.port());
        facts.put("origin", journey.origin());
        facts.put("voyage", journey.voyage());
        facts.put("purpose", journey.purpose());
        facts.put("stay_days", (long) journey.stayDays());
        facts.put("companions", (long) journey.companions());
        return facts;
    }

    /** How long since a day: -1 year of one that is not known, and a document whose end is not known ends far in the future. */
    private static long until(String day, LocalDate on, ChronoUnit unit) {
        try {
            return unit.between(LocalDate.parse(day), on);
        } catch (DateTimeException e) {
            return unit == ChronoUnit.YEARS ? -1 : -100_000;
        }
    }
}
