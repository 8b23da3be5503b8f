package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_TEXT;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REPEATED_PARAMETER;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNKNOWN_PARAMETER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import fr.cned.partenariats.commons.base.validation.PlainText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses unknown query parameters, repeated ones, and values of the wrong type, all at once. JAX-RS would ignore a misspelled
 * filter and answer the unfiltered list, or answer 404 for a value of the wrong type.
 */
@ApplicationScoped
class QueryParameterFilter {

    /** Of a parameter's name, in an answer. The longest name of a contract has about 20 characters. */
    private static final int MAX_NAME = 100;

    /**
     * @param many whether the parameter may be repeated
     * @param search whether it is the text of a search, which may be empty
     */
    private record Expected(Class<?> type, boolean many, boolean search) {}

    private final Map<Method, SortedMap<String, Expected>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo resource) {
        Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty() || resource.getResourceMethod() == null) {
            return;
        }
        SortedMap<String, Expected> parameters =
                known.computeIfAbsent(resource.getResourceMethod(), QueryParameterFilter::parametersOf);
        List<Violation> faults = new ArrayList<>();
        new TreeMap<>(given).forEach((name, values) -> check(name, values, parameters, faults));
        Refusal.refuse(faults);
    }

    /** Adds at most one fault. */
    private static void check(
            String name, List<String> values, SortedMap<String, Expected> parameters, List<Violation> faults) {
        Expected expected = parameters.get(name);
        if (expected == null) {
            String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + '…';
            faults.add(new Violation(pointerTo(shown), UNKNOWN_PARAMETER, shown, List.copyOf(parameters.keySet())));
            return;
        }
        String pointer = pointerTo(name);
        if (values.size() > 1 && !expected.many()) {
            faults.add(new Violation(pointer, REPEATED_PARAMETER, name));
        } else {
            values.stream()
                    .filter(value -> !(expected.search() && value.isEmpty()))
                    .map(value -> fault(name, pointer, value, expected.type()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(faults::add);
        }
    }

    private static String pointerTo(String name) {
        return '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** Null for a valid value. An empty one is not: RESTEasy would treat it as an absent filter. */
    private static @Nullable Violation fault(String name, String pointer, String value, Class<?> type) {
        int refused = PlainText.indexOfFault(value, false);
        if (refused >= 0) {
            String position = Integer.toString(value.codePointCount(0, refused) + 1);
            return new Violation(pointer, INVALID_TEXT, PlainText.nameOf(value, refused), position);
        }
        try {
            checkType(value, type);
            return null;
        } catch (IsoTime.NotInCalendar e) {
            return new Violation(pointer, e.code(), value);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return new Violation(
                    pointer, INVALID_PARAMETER, name, type == String.class ? "text" : RequestViolations.expected(type));
        }
    }

    private static void checkType(String value, Class<?> type) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("empty");
        } else if (type == UUID.class) {
            StrictParameters.uuid(value);
        } else if (type == LocalDate.class) {
            IsoTime.day(value);
        } else if (type == Instant.class) {
            IsoTime.moment(value);
        } else if (type == int.class || type == Integer.class) {
            StrictParameters.integer(value);
        } else if ((type == boolean.class || type == Boolean.class) && !value.matches("true|false")) {
            throw new IllegalArgumentException(value);
        } else if (type.isEnum() && !names(type).contains(value)) {
            throw new IllegalArgumentException(value);
        }
    }

    private static List<String> names(Class<?> enumType) {
        return Stream.of(enumType.getEnumConstants())
                .map(c -> ((Enum<?>) c).name())
                .toList();
    }

    private static SortedMap<String, Expected> parametersOf(Method method) {
        return Stream.of(method.getParameters())
                .flatMap(QueryParameterFilter::parametersOf)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static Stream<Map.Entry<String, Expected>> parametersOf(Parameter parameter) {
        if (parameter.isAnnotationPresent(BeanParam.class)) {
            return Stream.<Class<?>>iterate(parameter.getType(), c -> c != Object.class, Class::getSuperclass)
                    .flatMap(c -> Stream.of(c.getDeclaredFields()))
                    .flatMap(field -> entry(field, field.getName(), field.getGenericType()));
        }
        return entry(parameter, parameter.getName(), parameter.getParameterizedType());
    }

    private static Stream<Map.Entry<String, Expected>> entry(AnnotatedElement element, String ownName, Type type) {
        String name;
        if (element.isAnnotationPresent(QueryParam.class)) {
            name = element.getAnnotation(QueryParam.class).value();
        } else if (element.isAnnotationPresent(RestQuery.class)) {
            String given = element.getAnnotation(RestQuery.class).value();
            name = given.isEmpty() ? ownName : given;
        } else {
            return Stream.of();
        }
        boolean many = type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw
                && Collection.class.isAssignableFrom(raw);
        return Stream.of(Map.entry(name, new Expected(valueType(type), many, isSearch(element))));
    }

    private static boolean isSearch(AnnotatedElement element) {
        @Nullable Size size = element.getAnnotation(Size.class);
        return element.isAnnotationPresent(MaxWords.class) && (size == null || size.min() == 0);
    }

    /** {@code X} for {@code List<X>} and {@code Optional<X>}. */
    private static Class<?> valueType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return valueType(parameterized.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain ? plain : String.class;
    }
}
