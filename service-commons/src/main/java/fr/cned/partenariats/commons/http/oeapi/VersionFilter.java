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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates the version of OEAPI below {@code /oeapi/v6}. A client names one version and one consumer at most, as
 * parameters of its media type; another minor version is compatible. The resources produce JSON, and this filter writes
 * the media type that the client accepts.
 */
@ApplicationScoped
class VersionFilter {

    private static final String ANSWERED = VersionFilter.class.getName();
    private static final String VERSION = "6.0";
    private static final Pattern COMPATIBLE = Pattern.compile("6(\\.\\d{1,4})?");
    private static final Pattern COMPATIBLE_CONSUMER = Pattern.compile("(1(\\.\\d{1,4})?)?");

    /** Of any quality, but of no other version. */
    private static final Pattern JSON = Pattern.compile("\\s*+(application|\\*)/(json|\\*)\\s*+"
            + "(;\\s*+(version=\"?6(\\.\\d{1,4})?\"?\\s*+|(?!version=)[^;]*+)){0,9}");

    private static final Pattern NAMED =
            Pattern.compile("\\s*application/vnd\\.oeapi\\+json(\\s*;\\s*(?!q=)[a-z-]+=\"?[\\w.-]+\"?){0,9}\\s*");

    private static final Pattern PARAMETER = Pattern.compile("([a-z-]+)=\"?([\\w.-]+)");

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
        if (!accept.contains("vnd.oeapi") && Stream.of(accept.split(",", -1)).anyMatch(JSON.asMatchPredicate())) {
            return new MediaType("application", "json", Map.of("version", VERSION));
        }
        Map<String, String> asked = PARAMETER
                .matcher(accept)
                .results()
                .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2), (a, b) -> a + ", " + b));
        String version = asked.getOrDefault("version", VERSION);
        boolean isCompatible = COMPATIBLE.matcher(version).matches();
        if (!isCompatible || !NAMED.matcher(accept).matches()) {
            String shown = PlainText.printable(isCompatible ? accept : version);
            throw refusal(shown, VERSION, shown, List.of(VERSION));
        }
        @Nullable String consumer = asked.get("consumer");
        if (consumer == null) {
            return new MediaType("application", "vnd.oeapi+json", Map.of("version", VERSION));
        }
        requireConsumer(consumer, asked.getOrDefault("consumer-version", ""));
        return new MediaType(
                "application",
                "vnd.oeapi+json",
                Map.of("version", VERSION, "consumer", consumer, "consumer-version", Oeapi.CONSUMER_VERSION));
    }

    private static void requireConsumer(String consumer, String version) {
        boolean isKnown = consumer.equals(Oeapi.CONSUMER);
        if (!isKnown || !COMPATIBLE_CONSUMER.matcher(version).matches()) {
            List<String> supported = isKnown ? List.of(Oeapi.CONSUMER_VERSION) : List.of();
            String ours = Oeapi.CONSUMER + ' ' + Oeapi.CONSUMER_VERSION;
            throw refusal((consumer + ' ' + version).strip(), ours, version, supported)
                    .property("consumer", Map.of("consumerKey", consumer));
        }
    }

    private static Refusal refusal(String asked, String ours, String requestedVersion, List<String> supportedVersions) {
        return Refusal.of(VERSION_NOT_ACCEPTABLE, asked, ours)
                .property("requestedVersion", requestedVersion)
                .property("supportedVersions", supportedVersions);
    }
}
