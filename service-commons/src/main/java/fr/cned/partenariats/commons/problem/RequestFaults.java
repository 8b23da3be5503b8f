package fr.cned.partenariats.commons.problem;

import static fr.cned.partenariats.commons.problem.CommonProblem.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import fr.cned.partenariats.commons.validation.MaxWords;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what Jackson and Bean Validation say of a request body into violations with JSON pointers. */
public final class RequestFaults {

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

    private RequestFaults() {}

    public static Refusal of(ConstraintViolationException invalid) {
        return of(invalid.getConstraintViolations());
    }

    /** For a body that was validated by hand, without a method call around it. */
    public static Refusal of(Set<? extends ConstraintViolation<?>> violations) {
        return Refusal.of(INVALID_REQUEST)
                .with(violations.stream()
                        .map(RequestFaults::violation)
                        .sorted(Comparator.comparing(Violation::pointer))
                        .toList());
    }

    private static Violation violation(ConstraintViolation<?> violation) {
        String pointer = pointer(violation.getPropertyPath());
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
        return new Violation(pointer, codeOf(constraint), INVALID_VALUE, violation.getMessage());
    }

    /** {@code Size} is out-of-range, {@code Pattern} is invalid-value, our own {@code Uai} is invalid-uai. */
    private static String codeOf(String constraint) {
        if (RANGE_CONSTRAINTS.contains(constraint)) {
            return OUT_OF_RANGE.code();
        }
        if (constraint.equals("Pattern") || constraint.startsWith("Assert")) {
            return INVALID_VALUE.code();
        }
        return "invalid" + constraint.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** {@code enroll.request.student.names[1].given} is {@code /student/names/1/given}: the method and its parameter are ours. */
    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
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
                return Refusal.invalid(new Violation(pointer(mapping), OUT_OF_RANGE)); // an int that no int can hold
            }
            // Duplicate fields and the like, raised by the parser below the mapper, come as their own kind.
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

    /** Where in the JSON; empty for all of it. */
    public static String pointer(JsonMappingException json) {
        return json.getPath().stream()
                .map(step -> "/"
                        + (step.getFieldName() != null
                                ? step.getFieldName().replace("~", "~0").replace("/", "~1")
                                : step.getIndex()))
                .collect(Collectors.joining());
    }

    /** Of a field of a primitive type: null, or not there when the object ends. */
    private static boolean isMissing(MismatchedInputException mismatch) {
        return mismatch.getTargetType() != null
                && mismatch.getTargetType().isPrimitive()
                && mismatch.getOriginalMessage().startsWith("Cannot map `null`");
    }

    private static String expected(MismatchedInputException mismatch) {
        return Expectation.of(mismatch.getTargetType(), mismatch instanceof InvalidFormatException);
    }

    /** The words for a type that a client can send; never a Java name. */
    static final class Expectation {

        private Expectation() {}

        static String of(@org.jspecify.annotations.Nullable Class<?> type, boolean scalarGiven) {
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
