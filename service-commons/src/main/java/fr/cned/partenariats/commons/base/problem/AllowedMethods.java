package fr.cned.partenariats.commons.base.problem;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the operations of a path before JAX-RS does: their methods for the header {@code Allow} of a 405 answer (RFC
 * 9110, section 15.5.6), their media types for a 415 answer, and whether they take a large body.
 */
@ApplicationScoped
public class AllowedMethods {

    private record Operation(Pattern path, int parameters, String method, List<String> mediaTypes, boolean isBulk) {}

    private final List<Operation> operations = new ArrayList<>();

    public String of(String path) {
        Set<String> methods = methods(path);
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    /**
     * Whether the path exists with other methods only. RESTEasy answers 404 when a resource with a shorter path has the
     * method: after {@code /v1/things/{id}/parts} without DELETE it tries {@code /v1/things}.
     */
    public boolean refuses(String method, String path) {
        Set<String> methods = methods(path);
        return !methods.isEmpty() && !methods.contains(method) && !method.equals("OPTIONS");
    }

    /** The media types that an operation takes, which may be several methods of resources. */
    public List<String> mediaTypes(String method, String path) {
        return operations(path).stream()
                .filter(operation -> operation.method().equals(method))
                .flatMap(operation -> operation.mediaTypes().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether the operation is marked {@link Bulk}. */
    public boolean isBulk(String method, String path) {
        return operations(path).stream()
                .anyMatch(operation -> operation.isBulk() && operation.method().equals(method));
    }

    private Set<String> methods(String path) {
        TreeSet<String> methods =
                operations(path).stream().map(Operation::method).collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** As in JAX-RS, {@code /things/counts} has the methods of its own template, not those of {@code /things/{id}}. */
    private List<Operation> operations(String path) {
        String plain = path.replaceAll("^/|/$", "");
        List<Operation> matching = operations().stream()
                .filter(operation -> operation.path().matcher(plain).matches())
                .toList();
        int fewest = matching.stream().mapToInt(Operation::parameters).min().orElse(0);
        return matching.stream()
                .filter(operation -> operation.parameters() == fewest)
                .toList();
    }

    private synchronized List<Operation> operations() {
        if (operations.isEmpty()) {
            operations.addAll(findOperations());
        }
        return operations;
    }

    private static List<Operation> findOperations() {
        List<Operation> operations = new ArrayList<>();
        for (Bean<?> bean : Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path base = bean.getBeanClass().getAnnotation(Path.class);
            if (base != null) {
                for (Method method : bean.getBeanClass().getMethods()) {
                    addOperation(operations, base.value(), method);
                }
            }
        }
        return operations;
    }

    private static void addOperation(List<Operation> operations, String base, Method method) {
        Path own = method.getAnnotation(Path.class);
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod httpMethod = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (httpMethod != null) {
                String template = base + (own == null ? "" : "/" + own.value());
                int parameters = template.split("\\{", -1).length - 1;
                operations.add(new Operation(
                        pattern(template),
                        parameters,
                        httpMethod.value(),
                        mediaTypes(method),
                        method.isAnnotationPresent(Bulk.class)));
            }
        }
    }

    private static List<String> mediaTypes(Method method) {
        Consumes own = method.getAnnotation(Consumes.class);
        Consumes consumes = own != null ? own : method.getDeclaringClass().getAnnotation(Consumes.class);
        return consumes == null ? List.of() : List.of(consumes.value());
    }

    /** {@code v1/things/[^/]+} for {@code /v1/things/{id}}. */
    private static Pattern pattern(String template) {
        String plain = template.replaceAll("/+", "/").replaceAll("^/|/$", "");
        return Pattern.compile(plain.replaceAll("\\{\\s*\\w+\\s*}", "[^/]+"));
    }
}
