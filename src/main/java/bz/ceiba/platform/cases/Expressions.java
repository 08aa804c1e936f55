package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.Country;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The CEL expressions of one service definition, type-checked against its form and facts. An answer that was not given
 * counts as {@code false}, {@code 0} or {@code ''}. Besides CEL's standard library there is {@code fee(name)}: today's
 * amount of that row of the fee schedule, in cents.
 */
final class Expressions {
    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final Map<String, CelType> formTypes;
    private final Map<String, CelType> factTypes;
    private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

    // Error Prone wants CEL's functions deeply immutable; the fee schedule never changes once read.
    @SuppressWarnings("Immutable")
    Expressions(JsonNode form, Map<String, String> facts, Country country, Clock clock) {
        this.formTypes = formTypes(form);
        this.factTypes = new TreeMap<>();
        facts.forEach((name, type) -> factTypes.put(name, simple(type)));
        Map<String, CelType> caseTypes = Map.of("claimed", SimpleType.BOOL, "revision", SimpleType.INT);
        CelTypeProvider types = new Structs(ImmutableMap.of(
                "Form",
                struct("Form", formTypes),
                "Facts",
                struct("Facts", factTypes),
                "Case",
                struct("Case", caseTypes)));
        this.compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types)
                .addVar("form", StructTypeReference.create("Form"))
                .addVar("facts", StructTypeReference.create("Facts"))
                .addVar("file", StructTypeReference.create("Case"))
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        "fee", CelOverloadDecl.newGlobalOverload("fee_string", SimpleType.INT, SimpleType.STRING)))
                .build();
        this.runtime = CelRuntimeFactory.legacyCelRuntimeBuilder()
                .addFunctionBindings(CelFunctionBinding.from(
                        "fee_string", String.class, (String name) -> country.fee(name, Country.today(clock))
                                .orElseThrow(() -> new IllegalStateException("no fee '" + name + "' in force"))
                                .cents()))
                .build();
    }

    Expressions(ServiceDefinition definition, Country country, Clock clock) {
        this(definition.form(), definition.facts(), country, clock);
    }

    /** Why an expression does not type-check, or has another type than wanted; empty when all is well. */
    Optional<String> problem(String expression, CelType wanted) {
        try {
            CelType actual = compiler.compile(expression).getAst().getResultType();
            return actual.equals(wanted)
                    ? Optional.empty()
                    : Optional.of("is of type " + actual.name() + " and must be " + wanted.name());
        } catch (CelValidationException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("does not parse"));
        }
    }

    boolean test(String expression, ObjectNode form, ObjectNode facts, @Nullable CaseFile file) {
        return (Boolean) evaluate(expression, form, facts, file);
    }

    long number(String expression, ObjectNode form, ObjectNode facts) {
        return (Long) evaluate(expression, form, facts, null);
    }

    String text(String expression, ObjectNode form, ObjectNode facts) {
        return (String) evaluate(expression, form, facts, null);
    }

    private Object evaluate(String expression, ObjectNode form, ObjectNode facts, @Nullable CaseFile file) {
        Map<String, Object> variables = Map.of(
                "form",
                values(formTypes, form),
                "facts",
                values(factTypes, facts),
                "file",
                Map.of(
                        "claimed",
                        file != null && file.officer() != null,
                        "revision",
                        file == null ? 0L : (long) file.revision()));
        try {
            return programs.computeIfAbsent(expression, this::program).eval(variables);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("expression '" + expression + "' failed: " + e.getMessage(), e);
        }
    }

    private CelRuntime.Program program(String expression) {
        try {
            return runtime.createProgram(compiler.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("expression '" + expression + "' is wrong: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> values(Map<String, CelType> types, ObjectNode json) {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, CelType> field : types.entrySet()) {
            JsonNode value = json.path(field.getKey());
            CelType type = field.getValue();
            if (type.equals(SimpleType.BOOL)) {
                values.put(field.getKey(), value.asBoolean(false));
            } else if (type.equals(SimpleType.INT)) {
                values.put(field.getKey(), value.asLong(0));
            } else {
                values.put(field.getKey(), value.isString() ? value.stringValue() : "");
            }
        }
        return values;
    }

    private static Map<String, CelType> formTypes(JsonNode form) {
        Map<String, CelType> types = new TreeMap<>();
        form.path("properties")
                .propertyStream()
                .forEach(p -> types.put(
                        p.getKey(),
                        switch (p.getValue().path("type").asString("")) {
                            case "boolean" -> SimpleType.BOOL;
                            case "integer" -> SimpleType.INT;
                            default -> SimpleType.STRING;
                        }));
        return types;
    }

    private static CelType simple(String type) {
        return switch (type) {
            case "bool" -> SimpleType.BOOL;
            case "int" -> SimpleType.INT;
            case "string" -> SimpleType.STRING;
            default -> throw new IllegalArgumentException("a fact is bool, int or string, not '" + type + "'");
        };
    }

    private static StructType struct(String name, Map<String, CelType> types) {
        ImmutableMap<String, CelType> fields = ImmutableMap.copyOf(types);
        return StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    }

    private record Structs(ImmutableMap<String, StructType> byName) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.copyOf(byName.values());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }
}
