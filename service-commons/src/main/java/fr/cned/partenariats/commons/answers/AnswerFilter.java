package fr.cned.partenariats.commons.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.answers.AnswerCache.Miss;
import fr.cned.partenariats.commons.answers.CachedAnswer.Header;
import fr.cned.partenariats.commons.answers.CachedAnswer.Subject;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Puts the answers of operations that called {@link AnswerCache#keep} into the cache, with all their headers. */
class AnswerFilter {

    private static final int BEFORE_OTHERS = Priorities.USER + 1000;
    private static final int AFTER_OTHERS = Priorities.USER - 1000;
    private static final int OK = 200;

    private final AnswerCache answers;
    private final ObjectMapper json;

    AnswerFilter(AnswerCache answers, ObjectMapper json) {
        this.answers = answers;
        this.json = json;
    }

    /** A filter that answers 304 removes the entity. */
    @ServerResponseFilter(priority = BEFORE_OTHERS)
    void capture(ContainerResponseContext response) {
        Miss miss = answers.miss();
        if (miss != null && miss.subject != null && response.getStatus() == OK) {
            miss.entity = response.getEntity();
        }
    }

    @ServerResponseFilter(priority = AFTER_OTHERS)
    void store(ContainerResponseContext response, @Nullable ResourceInfo resource) throws JsonProcessingException {
        Miss miss = answers.miss();
        if (miss == null || resource == null || resource.getResourceMethod() == null) {
            return;
        }
        @Nullable Subject subject = miss.subject;
        @Nullable Object entity = miss.entity;
        @Nullable String tag = response.getHeaderString("ETag");
        if (subject == null || entity == null || tag == null) {
            return;
        }
        byte[] body = response.getEntity() instanceof byte[] written ? written : json.writeValueAsBytes(entity);
        if (response.getStatus() == OK) {
            response.setEntity(body);
        }
        String template = path(resource.getResourceClass()) + path(resource.getResourceMethod());
        CachedAnswer answer = new CachedAnswer(
                miss.key,
                subject,
                template,
                tag,
                HttpHeaders.createOptimized(contentType(response.getMediaType())),
                headers(response),
                body,
                miss.beganNanos);
        answers.put(answer, miss.changesBefore);
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
