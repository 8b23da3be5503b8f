package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.Constraint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the contract documents every constraint of the request records, and that every collection has a maximum
 * size: without one, a request could fill the memory.
 */
public final class RequestRules {

    /** The gateway's {@code gateway.body-limit.standard}. */
    private static final int LONGEST_BODY = 64 * 1024;

    /** Of an emoji in UTF-8. */
    private static final int BYTES_PER_CHARACTER = 4;

    /** A UUID; a number without a maximum has less. */
    private static final int BYTES_PER_SCALAR = 36;

    /** The number of times that a pattern allows a character: {@code {3}} or {@code {1,59}}. */
    private static final java.util.regex.Pattern TIMES = java.util.regex.Pattern.compile("\\{(?:\\d+,)?(\\d+)}");

    private final OpenAPI contract;
    private final List<String> faults = new ArrayList<>();

    private RequestRules(OpenAPI contract) {
        this.contract = contract;
    }

    /** @param basePackage such as {@code fr.cned.partenariats.partner} */
    public static void check(String basePackage) {
        check(ArchitectureRules.mainClasses(basePackage));
    }

    static void check(JavaClasses code) {
        OpenAPI contract = ContractDocument.read(ContractDrift.CONTRACT).parsed();
        assertThat(faults(code, contract))
                .as("differences between request records and contract")
                .isEmpty();
    }

    static List<String> faults(JavaClasses code, OpenAPI contract) {
        RequestRules rules = new RequestRules(contract);
        Set<Class<?>> bodies = bodies(code);
        if (bodies.isEmpty()) {
            rules.faults.add("no request body was found to check");
        }
        bodies.forEach(rules::compare);
        code.stream()
                .filter(RequestRules::isReadFromRequests)
                .map(JavaClass::reflect)
                .forEach(rules::requireBounds);
        rules.requireAnchoredPatterns();
        rules.requireRoomInBodies();
        return rules.faults;
    }

    /** The caller can send a batch or an import in parts, but not another body. */
    private void requireRoomInBodies() {
        Stream.ofNullable(contract.getPaths())
                .flatMap(paths -> paths.entrySet().stream())
                .filter(path -> !path.getKey().matches(".*/(batches|imports(/.*)?)"))
                .flatMap(path -> path.getValue().readOperations().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .forEach(operation -> operation.getRequestBody().getContent().forEach((mediaType, body) -> {
                    long longest = mediaType.endsWith("json") ? bytes(body.getSchema()) : 0;
                    if (longest > LONGEST_BODY) {
                        faults.add(operation.getOperationId() + ": a valid body can have " + longest + " bytes");
                    }
                }));
    }

    /** Of the longest valid value without white space, with the comma behind it. */
    private long bytes(Schema<?> written) {
        Schema<?> schema = resolved(written);
        if (schema.getItems() != null) {
            int entries = schema.getMaxItems() == null ? 1 : schema.getMaxItems();
            return "[],".length() + entries * bytes(schema.getItems());
        }
        if (schema.getProperties() != null) {
            long all = "{},".length();
            for (Map.Entry<?, ?> field : ((Map<?, ?>) schema.getProperties()).entrySet()) {
                all += (field.getKey() + "\"\":").length() + bytes((Schema<?>) field.getValue());
            }
            return all;
        }
        return "\"\",".length() + bytesOfScalar(schema);
    }

    private static long bytesOfScalar(Schema<?> schema) {
        if (schema.getEnum() != null) {
            return schema.getEnum().stream()
                    .mapToInt(constant -> String.valueOf(constant).length())
                    .max()
                    .orElse(0);
        }
        if (schema.getMaximum() != null && schema.getMultipleOf() == null) {
            return schema.getMaximum().toPlainString().length();
        }
        String pattern = schema.getPattern() == null ? "" : schema.getPattern();
        if (schema.getMaxLength() != null) {
            boolean ascii = pattern.startsWith("^[") && !pattern.startsWith("^[^");
            return (ascii ? 1L : BYTES_PER_CHARACTER) * schema.getMaxLength();
        }
        if ("uuid".equals(schema.getFormat()) || pattern.isEmpty()) {
            return BYTES_PER_SCALAR;
        }
        return bytesOfPattern(pattern);
    }

    /** Counts all alternatives of a group, so it can be too large. */
    private static long bytesOfPattern(String pattern) {
        String characters = pattern.replaceAll("\\[[^]]*]|\\\\.", "x").replaceAll("[\\^$?:()|]", "");
        long repeated = TIMES.matcher(characters)
                .results()
                .mapToLong(times -> Long.parseLong(times.group(1)) - 1)
                .sum();
        return TIMES.matcher(characters).replaceAll("").length() + repeated;
    }

    private static Set<Class<?>> bodies(JavaClasses code) {
        Set<Class<?>> bodies = new LinkedHashSet<>();
        code.stream()
                .filter(c -> c.isAnnotatedWith(Path.class))
                .flatMap(c -> Stream.of(c.reflect().getDeclaredMethods()))
                .filter(method -> !isHidden(method))
                .map(Method::getParameters)
                .flatMap(Stream::of)
                .filter(p -> p.isAnnotationPresent(Valid.class) && !p.isAnnotationPresent(BeanParam.class))
                .forEach(p -> bodies.add(p.getType()));
        return bodies;
    }

    /** Another contract has the schemas of a hidden operation. */
    private static boolean isHidden(Method method) {
        @Nullable Operation operation = method.getAnnotation(Operation.class);
        return operation != null && operation.hidden();
    }

    /** Whether the type is a record with constraints that is not an event ({@code …Changed}). */
    private static boolean isReadFromRequests(JavaClass type) {
        if (!type.isRecord() || type.getName().matches(".*\\.\\w+Changed(\\$.*)?")) {
            return false;
        }
        return fieldsOf(type.reflect())
                .anyMatch(field -> constraints(field.getAnnotations()).findAny().isPresent());
    }

    private void requireBounds(Class<?> type) {
        fieldsOf(type)
                .filter(field -> Collection.class.isAssignableFrom(field.getType())
                        || Map.class.isAssignableFrom(field.getType())
                        || field.getType().isArray())
                .filter(field -> !field.isAnnotationPresent(Size.class)
                        || field.getAnnotation(Size.class).max() == Integer.MAX_VALUE)
                .forEach(field -> faults.add(type.getName() + "." + field.getName() + " has no @Size(max)"));
    }

    private void requireAnchoredPatterns() {
        schemas(contract).forEach((name, schema) -> requireAnchoredPatterns(name, schema));
    }

    private void requireAnchoredPatterns(String where, Schema<?> schema) {
        String pattern = schema.getPattern();
        if (pattern != null && !(pattern.startsWith("^") && pattern.endsWith("$"))) {
            faults.add(where + ": the pattern " + pattern + " is not anchored");
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> requireAnchoredPatterns(where + '.' + name, property));
        }
        if (schema.getItems() != null) {
            requireAnchoredPatterns(where + "[]", schema.getItems());
        }
    }

    private void compare(Class<?> body) {
        var named = body.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        String name = named == null || named.name().isEmpty() ? body.getSimpleName() : named.name();
        @Nullable Schema<?> schema = schemas(contract).get(name);
        if (schema == null) {
            faults.add(body.getName() + " has no schema " + name);
        } else {
            compare(body, schema);
        }
    }

    private void compare(Class<?> type, Schema<?> schema) {
        fieldsOf(type).forEach(field -> {
            String where = type.getSimpleName() + '.' + field.getName();
            Map<?, ?> properties = schema.getProperties() == null ? Map.of() : schema.getProperties();
            if (!(properties.get(field.getName()) instanceof Schema<?> property)) {
                faults.add(where + " is not in the contract");
                return;
            }
            boolean required =
                    schema.getRequired() != null && schema.getRequired().contains(field.getName());
            for (Annotation constraint : constraints(field.getAnnotations()).toList()) {
                if (isRequiring(constraint) && !required) {
                    faults.add(where + " is not required in the contract");
                }
            }
            compare(where, field.getAnnotatedType(), field.getAnnotations(), property);
        });
    }

    private void compare(String where, AnnotatedType type, Annotation[] annotations, Schema<?> written) {
        Schema<?> schema = resolved(written);
        constraints(annotations)
                .filter(constraint -> !isWritten(constraint, raw(type.getType()), schema))
                .forEach(constraint -> faults.add(where + ": the contract does not say " + constraint));
        if (type instanceof AnnotatedParameterizedType list && schema.getItems() != null) {
            if (Set.class.isAssignableFrom(raw(type.getType())) && !Boolean.TRUE.equals(schema.getUniqueItems())) {
                faults.add(where + ": the contract does not say uniqueItems");
            }
            AnnotatedType entry = list.getAnnotatedActualTypeArguments()[0];
            compare(where + "[]", entry, entry.getAnnotations(), schema.getItems());
        } else if (raw(type.getType()).isRecord()) {
            compare(raw(type.getType()), schema);
        }
    }

    private static boolean isRequiring(Annotation constraint) {
        return constraint instanceof NotNull || constraint instanceof NotBlank || constraint instanceof NotEmpty;
    }

    private static boolean isWritten(Annotation constraint, Class<?> type, Schema<?> schema) {
        if (constraint instanceof NotBlank) {
            return schema.getPattern() != null;
        }
        if (constraint instanceof Size size) {
            return Objects.equals(
                    Collection.class.isAssignableFrom(type) ? schema.getMaxItems() : schema.getMaxLength(), size.max());
        }
        if (constraint instanceof Max max) {
            return isEqual(schema.getMaximum(), Long.toString(max.value()));
        }
        if (constraint instanceof Min min) {
            return isEqual(schema.getMinimum(), Long.toString(min.value()));
        }
        if (constraint instanceof DecimalMax max) {
            return isEqual(schema.getMaximum(), max.value());
        }
        if (constraint instanceof DecimalMin min) {
            return isEqual(schema.getMinimum(), min.value());
        }
        if (constraint instanceof Positive || constraint instanceof PositiveOrZero) {
            return schema.getMinimum() != null || schema.getExclusiveMinimumValue() != null;
        }
        if (constraint instanceof Digits) {
            return schema.getMaximum() != null && schema.getMultipleOf() != null;
        }
        if (type == java.time.LocalDate.class) {
            return true; // a schema cannot say "in the past"
        }
        if (constraint instanceof Email) {
            return "email".equals(schema.getFormat());
        }
        if (constraint.annotationType().getName().startsWith("jakarta.validation")
                && !(constraint instanceof Pattern)) {
            return true; // required, see above, or not expressible in a schema, such as @Past
        }
        return schema.getPattern() != null || schema.getEnum() != null;
    }

    private static boolean isEqual(@Nullable BigDecimal written, String enforced) {
        return written != null && written.compareTo(new BigDecimal(enforced)) == 0;
    }

    private Schema<?> resolved(Schema<?> schema) {
        if (schema.get$ref() != null) {
            String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            return resolved(Objects.requireNonNull(schemas(contract).get(name), name));
        }
        return schema.getAllOf() != null && !schema.getAllOf().isEmpty()
                ? resolved(schema.getAllOf().get(0))
                : schema;
    }

    private static Map<String, Schema<?>> schemas(OpenAPI contract) {
        Map<String, Schema<?>> schemas = new java.util.TreeMap<>();
        contract.getComponents().getSchemas().forEach(schemas::put);
        return schemas;
    }

    private static Stream<Annotation> constraints(Annotation[] annotations) {
        return Arrays.stream(annotations).filter(a -> a.annotationType().isAnnotationPresent(Constraint.class));
    }

    private static Stream<Field> fieldsOf(Class<?> type) {
        return Stream.of(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers()));
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return raw(parameterized.getRawType());
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }
}
