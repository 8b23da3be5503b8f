package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the body of a request whose operation takes none. JAX-RS would ignore it: an approval of {@code {"amount":600}}
 * would approve the whole amount. No body and an object without fields are accepted, because clients send both.
 */
@ApplicationScoped
class UnexpectedBodyFilter {

    /** After the filters that check the caller and the query. */
    private static final int AFTER_OTHER_FILTERS = Priorities.USER + 1;

    private record NoFields() {}

    private final ObjectMapper json;
    private final Map<Method, Boolean> takesBody = new ConcurrentHashMap<>();

    UnexpectedBodyFilter(ObjectMapper json) {
        this.json = json;
    }

    @ServerRequestFilter(priority = AFTER_OTHER_FILTERS)
    void check(ContainerRequestContext request, ResourceInfo resource) throws IOException {
        @Nullable Method operation = resource.getResourceMethod();
        if (operation == null
                || !announcesBody(request)
                || takesBody.computeIfAbsent(operation, UnexpectedBodyFilter::takesBody)) {
            return;
        }
        try (BodyFaults faults = BodyFaults.open();
                JsonParser parser = json.createParser(request.getEntityStream())) {
            if (parser.nextToken() != null && read(parser, faults) == null && faults.count() == 0) {
                throw Refusal.invalid(new Violation("", CommonProblem.WRONG_TYPE, "{…}")); // null
            }
            faults.refuse();
        }
    }

    private @Nullable NoFields read(JsonParser parser, BodyFaults faults) throws IOException {
        try {
            return json.readValue(parser, NoFields.class);
        } catch (JsonProcessingException e) {
            @Nullable Refusal all = faults.refusalWith(e);
            throw all == null ? RequestViolations.of(e) : all;
        }
    }

    private static boolean announcesBody(ContainerRequestContext request) {
        @Nullable String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.getHeaderString("Transfer-Encoding") != null : !length.equals("0");
    }

    private static boolean takesBody(Method operation) {
        return Stream.of(operation.getParameters())
                .anyMatch(parameter -> Stream.of(parameter.getAnnotations()).noneMatch(UnexpectedBodyFilter::isOfJaxRs)
                        && !isInPath(parameter, operation)
                        && !isInPath(parameter, operation.getDeclaringClass()));
    }

    /** Such as {@code @QueryParam}, {@code @BeanParam}, {@code @RestQuery} and {@code @Context}. */
    private static boolean isOfJaxRs(Annotation annotation) {
        String name = annotation.annotationType().getName();
        return name.startsWith("jakarta.ws.rs.") || name.startsWith("org.jboss.resteasy.reactive.");
    }

    private static boolean isInPath(Parameter parameter, AnnotatedElement element) {
        @Nullable Path path = element.getAnnotation(Path.class);
        return path != null && path.value().matches(".*\\{\\s*" + parameter.getName() + "\\s*[:}].*");
    }
}
