package fr.cned.partenariats.commons.base.problem;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Converts exceptions of Jackson and Bean Validation into violations with JSON pointers. */
public final class RequestViolations {

    private static final Set<String> REQUIRED_CONSTRAINTS = Set.of("NotNull", "NotEmpty", "NotBlank");
    private static final Set<String> RANGE_CONSTRAINTS = Set.of(
            "Size",
            "Min",
            "Max",
            "DecimalMin",
            "DecimalMax",
            "Digits",
            "Positive",
            "PositiveOrZero",
            "Past",
            "PastOrPresent",
            "Future",
            "FutureOrPresent",
            "Range");

    private RequestViolations() {}

    /** For the parameters of an operation. */
    public static Refusal of(ConstraintViolationException invalid) {
        Refusal refusal = of(invalid.getConstraintViolations());
        invalid.getConstraintViolations().stream()
                .map(ConstraintViolation::getExecutableParameters)
                .filter(Objects::nonNull)
                .limit(1)
                .flatMap(Arrays::stream)
                .forEach(refusal::repeatReference);
        return refusal;
    }

    /** For a body that was validated by code. */
    public static Refusal of(Set<? extends ConstraintViolation<?>> violations) {
        return Refusal.of(INVALID_REQUEST)
                .with(violations.stream()
                        .map(RequestViolations::violation)
                        .sorted(Comparator.comparing(Violation::pointer))
                        .toList());
    }

    private static Violation violation(ConstraintViolation<?> violation) {
        String pointer = pointer(violation);
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        if (REQUIRED_CONSTRAINTS.contains(constraint)) {
            return new Violation(pointer, REQUIRED);
        }
        if (violation.getConstraintDescriptor().getAnnotation() instanceof MaxWords words) {
            return new Violation(pointer, OUT_OF_RANGE.code(), TOO_MANY_WORDS, words.value());
        }
        @Nullable ProblemCode notExisting = notExisting(violation);
        if (notExisting != null) {
            return new Violation(pointer, notExisting, String.valueOf(violation.getInvalidValue()));
        }
        return new Violation(pointer, codeOf(constraint), INVALID_VALUE, violation.getMessage());
    }

    private static @Nullable ProblemCode notExisting(ConstraintViolation<?> violation) {
        @Nullable
        NotExisting rule = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getAnnotation(NotExisting.class);
        return rule != null && String.valueOf(violation.getInvalidValue()).matches(rule.form()) ? rule.code() : null;
    }

    /** {@code @Size} is out-of-range, {@code @Pattern} is invalid-value, a constraint {@code @Uai} is invalid-uai. */
    public static String codeOf(String constraint) {
        if (RANGE_CONSTRAINTS.contains(constraint)) {
            return OUT_OF_RANGE.code();
        }
        if (constraint.equals("Pattern") || constraint.startsWith("Assert")) {
            return INVALID_VALUE.code();
        }
        return "invalid" + constraint.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * {@code /student/names/1/given} for {@code enroll.request.student.names[1].given}: drops the method and the body.
     * {@code /on} for the query parameter {@code export.on}.
     */
    private static String pointer(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        Path.@Nullable MethodNode method = null;
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.METHOD) {
                method = node.as(Path.MethodNode.class);
            }
            if (node.getKind() == ElementKind.PARAMETER
                    && isQueryParameter(violation.getRootBeanClass(), method, node.as(Path.ParameterNode.class))) {
                pointer.append('/').append(node.getName());
            }
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.getKey() != null) {
                pointer.append('/').append(node.getKey());
            }
            if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
                pointer.append('/').append(node.getName());
            }
        }
        return pointer.toString();
    }

    /** Looks in superclasses, too: the class of an intercepted bean does not repeat annotations. */
    private static boolean isQueryParameter(
            @Nullable Class<?> type, Path.@Nullable MethodNode method, Path.ParameterNode parameter) {
        if (type == null || method == null) {
            return false;
        }
        Class<?>[] types = method.getParameterTypes().toArray(Class<?>[]::new);
        return Arrays.stream(type.getDeclaredMethods())
                        .filter(declared -> declared.getName().equals(method.getName())
                                && Arrays.equals(declared.getParameterTypes(), types))
                        .anyMatch(
                                declared -> declared.getParameters()[parameter.getParameterIndex()].isAnnotationPresent(
                                        RestQuery.class))
                || isQueryParameter(type.getSuperclass(), method, parameter);
    }

    /** The violations of a refused value; empty when the body cannot be read on: malformed JSON, exceeded limit. */
    public static List<Violation> recoverable(JsonProcessingException json) {
        if (Causes.find(json, StreamConstraintsException.class) != null
                || (json instanceof RefusedValue refused && refused.endsReading())) {
            return List.of();
        }
        if (json instanceof InputCoercionException) {
            return List.of(new Violation("", OUT_OF_RANGE));
        }
        return of(json).violations();
    }

    /** The failure of the JSON parser behind an exception of the body reader. */
    public static @Nullable JsonProcessingException jsonFailure(Throwable thrown) {
        return Causes.find(thrown, JsonProcessingException.class);
    }

    public static Refusal of(JsonProcessingException json) {
        if (json instanceof RefusedValue refused) {
            return Refusal.invalid(refused.at(pointer(refused)));
        }
        if (Causes.find(json, StreamConstraintsException.class) != null) {
            String pointer = json instanceof JsonMappingException mapping ? pointer(mapping) : "";
            return Refusal.invalid(new Violation(pointer, OUT_OF_RANGE.code(), JSON_LIMIT));
        }
        if (json instanceof UnrecognizedPropertyException unknown) {
            return Refusal.invalid(new Violation(pointer(unknown), UNKNOWN_FIELD, unknown.getPropertyName()));
        }
        if (json instanceof MismatchedInputException mismatch) {
            if (isMissing(mismatch)) {
                return Refusal.invalid(new Violation(pointer(mismatch), REQUIRED));
            }
            return Refusal.invalid(new Violation(pointer(mismatch), WRONG_TYPE, expected(mismatch)));
        }
        if (json instanceof JsonMappingException mapping) {
            Refusal refusal = Causes.find(mapping.getCause(), Refusal.class);
            if (refusal != null) {
                return refusal;
            }
            if (Causes.find(mapping.getCause(), InputCoercionException.class) != null) {
                return Refusal.invalid(new Violation(pointer(mapping), OUT_OF_RANGE)); // outside of the range of int
            }
            // A duplicate field is a failure of the parser: malformed JSON, see below.
            if (Causes.find(mapping.getCause(), JsonProcessingException.class) == null) {
                return Refusal.invalid(new Violation(pointer(mapping), WRONG_TYPE, "JSON"));
            }
        }
        var location = json.getLocation();
        return Refusal.of(
                MALFORMED_JSON,
                location == null ? "?" : Integer.toString(location.getLineNr()),
                location == null ? "?" : Integer.toString(location.getColumnNr()));
    }

    /** The JSON pointer of the failure; empty for the whole body. */
    public static String pointer(JsonMappingException json) {
        return json.getPath().stream()
                .map(step -> "/"
                        + (step.getFieldName() != null
                                ? step.getFieldName().replace("~", "~0").replace("/", "~1")
                                : step.getIndex()))
                .collect(Collectors.joining());
    }

    /** Whether a field of a primitive type is null or absent. */
    private static boolean isMissing(MismatchedInputException mismatch) {
        return mismatch.getTargetType() != null
                && mismatch.getTargetType().isPrimitive()
                && mismatch.getOriginalMessage().startsWith("Cannot map `null`");
    }

    private static String expected(MismatchedInputException mismatch) {
        return ExpectedJson.of(mismatch.getTargetType(), mismatch instanceof InvalidFormatException);
    }

    /** Describes the values of a scalar type, without Java names. */
    public static String expected(Class<?> type) {
        return ExpectedJson.of(type, true);
    }

    /** Describes the expected JSON, without Java names. */
    static final class ExpectedJson {

        private ExpectedJson() {}

        static String of(@Nullable Class<?> type, boolean scalarGiven) {
            if (type == null) {
                return "JSON";
            }
            if (type.isEnum()) {
                return Arrays.stream(type.getEnumConstants())
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
            }
            return switch (type.getSimpleName().toLowerCase(Locale.ROOT)) {
                case "localdate" -> "YYYY-MM-DD";
                case "instant", "offsetdatetime" -> "YYYY-MM-DDThh:mm:ssZ";
                case "uuid" -> "UUID";
                case "int", "integer", "long", "short", "biginteger" -> "integer";
                case "bigdecimal", "double", "float" -> "number";
                case "boolean" -> "true | false";
                case "string" -> "string";
                default ->
                    List.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type)
                            ? "[…]"
                            : scalarGiven ? "string" : "{…}";
            };
        }
    }
}
