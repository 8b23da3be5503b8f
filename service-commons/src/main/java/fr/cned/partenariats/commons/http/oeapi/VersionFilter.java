package fr.cned.partenariats.commons.http.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.VERSION_NOT_ACCEPTABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.validation.PlainText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates the version of OEAPI below {@code /oeapi/v6}. A client names one version at most, as a parameter of its
 * media type; another minor version is compatible. The resources produce JSON, and this filter writes the media type that
 * the client accepts.
 */
@ApplicationScoped
class VersionFilter {

    private static final String ANSWERED = VersionFilter.class.getName();
    private static final String VERSION = "6.0";
    private static final Pattern JSON = Pattern.compile("\\s*(application|\\*)/(json|\\*)\\s*(;.*)?");

    /** One media type of this version or of a compatible one, with any other parameters but a quality. */
    private static final Pattern NAMED = Pattern.compile("\\s*application/vnd\\.oeapi\\+json"
            + "(\\s*;\\s*(version=\"?6(\\.\\d{1,4})?\"?|(?!q=|version=)[a-z-]+=\"?[\\w.-]+\"?))*\\s*");

    private static final int FIRST_REFUSAL = 400;

    /** Response filters run in descending order: {@code EntityTagFilter} has made bytes of an answer to a read. */
    private static final int AFTER_ENTITY_TAGS = Priorities.USER - 1;

    private final ObjectMapper json;

    VersionFilter(ObjectMapper json) {
        this.json = json;
    }

    @ServerRequestFilter(preMatching = true)
    void negotiate(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.equals(Oeapi.PATH) || path.startsWith(Oeapi.PATH + '/')) {
            request.setProperty(ANSWERED, answered(request.getHeaderString(HttpHeaders.ACCEPT)));
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
        }
    }

    @ServerResponseFilter(priority = AFTER_ENTITY_TAGS)
    void label(ContainerRequestContext request, ContainerResponseContext response) throws JsonProcessingException {
        if (request.getProperty(ANSWERED) instanceof MediaType type
                && response.hasEntity()
                && response.getStatus() < FIRST_REFUSAL) {
            Object entity = response.getEntity();
            byte[] body = entity instanceof byte[] written ? written : json.writeValueAsBytes(entity);
            response.setEntity(body, response.getEntityAnnotations(), type);
            response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        }
    }

    /** The media type of the answer. A client that names no version gets this one; a refused one gets 406. */
    private static MediaType answered(@Nullable String header) {
        String accept = header == null ? MediaType.WILDCARD : header;
        boolean isNamed = accept.contains("vnd.oeapi");
        boolean isAccepted = isNamed
                ? NAMED.matcher(accept).matches()
                : Stream.of(accept.split(",", -1)).anyMatch(JSON.asMatchPredicate());
        if (isAccepted) {
            return new MediaType("application", isNamed ? "vnd.oeapi+json" : "json", Map.of("version", VERSION));
        }
        String asked = PlainText.printable(accept.replaceFirst(".*;\\s*version=\"?([\\w.-]+).*", "$1"));
        throw Refusal.of(VERSION_NOT_ACCEPTABLE, asked, VERSION)
                .property("requestedVersion", asked)
                .property("supportedVersions", List.of(VERSION));
    }
}
