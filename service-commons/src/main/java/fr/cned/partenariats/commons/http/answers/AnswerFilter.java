package fr.cned.partenariats.commons.http.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.changelog.DependsOn;
import fr.cned.partenariats.commons.changelog.LoggedChange;
import fr.cned.partenariats.commons.http.answers.AnswerRoute.Miss;
import fr.cned.partenariats.commons.http.answers.CachedAnswer.Header;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Puts the answers of operations with {@link DependsOn} into the cache, with all their headers. */
class AnswerFilter {

    private static final int BEFORE_OTHERS = Priorities.USER + 1000;
    private static final int AFTER_OTHERS = Priorities.USER - 1000;
    private static final int OK = 200;

    /** What a tenant sees also depends on objects that the log does not name, such as its agreements, and on the day. */
    private static final Duration OF_TENANT = Duration.ofMillis(400);

    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final AnswerCache answers;
    private final CurrentVertxRequest current;
    private final Caller caller;
    private final ObjectMapper json;

    AnswerFilter(AnswerCache answers, CurrentVertxRequest current, Caller caller, ObjectMapper json) {
        this.answers = answers;
        this.current = current;
        this.caller = caller;
        this.json = json;
    }

    /** A filter that answers 304 removes the entity. */
    @ServerResponseFilter(priority = BEFORE_OTHERS)
    void capture(ContainerRequestContext request, ContainerResponseContext response, @Nullable ResourceInfo resource) {
        Miss miss = miss();
        @Nullable Method operation = resource == null ? null : resource.getResourceMethod();
        @Nullable DependsOn dependencies = operation == null ? null : operation.getAnnotation(DependsOn.class);
        if (miss != null && dependencies != null && response.getStatus() == OK) {
            miss.dependsOnTenant = dependsOnTenant(dependencies, request.getUriInfo());
            miss.shows = objects(dependencies, request.getUriInfo());
            miss.entity = response.getEntity();
        }
    }

    private boolean dependsOnTenant(DependsOn dependencies, UriInfo uri) {
        return uri.getQueryParameters().containsKey(dependencies.tenantParameter())
                || (dependencies.tenantOfCaller() && caller.isBoundToTenant());
    }

    private static Set<LoggedChange> objects(DependsOn dependencies, UriInfo uri) {
        @Nullable String id = uri.getPathParameters().getFirst("id");
        return Arrays.stream(dependencies.value())
                .map(type -> new LoggedChange(type, id))
                .collect(Collectors.toUnmodifiableSet());
    }

    @ServerResponseFilter(priority = AFTER_OTHERS)
    void store(ContainerResponseContext response, @Nullable ResourceInfo resource) throws JsonProcessingException {
        Miss miss = miss();
        @Nullable Object entity = miss == null ? null : miss.entity;
        @Nullable String tag = response.getHeaderString("ETag");
        if (miss == null || resource == null || entity == null || tag == null) {
            return;
        }
        byte[] body = response.getEntity() instanceof byte[] written ? written : json.writeValueAsBytes(entity);
        if (response.getStatus() == OK) {
            response.setEntity(body);
        }
        CachedAnswer answer = new CachedAnswer(
                miss.dependsOnTenant ? miss.shared.of(miss.tenantOfCaller) : miss.shared,
                miss.shows,
                path(resource.getResourceClass()) + path(resource.getResourceMethod()),
                tag,
                HttpHeaders.createOptimized(contentType(response.getMediaType())),
                headers(response),
                Buffer.buffer(body),
                miss.dependsOnTenant ? OF_TENANT.minusNanos(System.nanoTime() - miss.beganNanos) : FOREVER);
        answers.put(answer, miss.changesBefore);
    }

    private @Nullable Miss miss() {
        return current.getCurrent() == null ? null : current.getCurrent().get(Miss.KEY);
    }

    private static String path(AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static String contentType(@Nullable MediaType type) {
        return type == null ? MediaType.APPLICATION_JSON : type.toString();
    }

    /** With optimized names and values: Vert.x then does not encode them for each answer. */
    private static List<Header> headers(ContainerResponseContext response) {
        List<Header> headers = new ArrayList<>();
        response.getStringHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(jakarta.ws.rs.core.HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(jakarta.ws.rs.core.HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> headers.add(header(name, value)));
            }
        });
        return List.copyOf(headers);
    }

    private static Header header(String name, String value) {
        return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
    }
}
