package fr.cned.partenariats.enrollment.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.http.outside.OutsideHttp;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends a request with a secret to an outside system, and reads its JSON. */
@ApplicationScoped
public class ConnectionClient {

    private static final long LONGEST_PAUSE = Duration.ofDays(1).toSeconds();

    /** Not that of the service, which refuses long texts, long numbers and repeated fields: an outside system may send them. */
    private final ObjectMapper json = new ObjectMapper();

    private final Duration deadline;

    /** @param deadline of one request, with its whole answer */
    public ConnectionClient(@ConfigProperty(name = "enrollment.connections.deadline") Duration deadline) {
        this.deadline = deadline;
    }

    public JsonNode send(HttpRequest request) throws NoAnswer {
        if (!"https".equals(request.uri().getScheme()) && !isLocal(request.uri())) {
            throw NoAnswer.unusable("has an address without https");
        }
        HttpResponse<String> answer;
        try {
            answer = OutsideHttp.send(request, deadline);
        } catch (IOException e) {
            throw new NoAnswer(Outcome.UNREACHABLE, "was " + e.getMessage(), Duration.ZERO, e);
        }
        if (answer.statusCode() != 200) {
            throw new NoAnswer(
                    outcome(answer.statusCode()),
                    "answered " + answer.statusCode() + " to " + answer.uri().getPath(),
                    pause(answer),
                    null);
        }
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new NoAnswer(Outcome.UNUSABLE_ANSWER, "answered no JSON", Duration.ZERO, e);
        }
    }

    private static boolean isLocal(URI uri) {
        return "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
    }

    private static Outcome outcome(int status) {
        if (status == 401 || status == 403) {
            return Outcome.KEY_REFUSED;
        }
        return status == 429 || status >= 500 ? Outcome.UNREACHABLE : Outcome.UNUSABLE_ANSWER;
    }

    private static Duration pause(HttpResponse<String> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("");
        return Duration.ofSeconds(seconds.matches("\\d{1,6}") ? Math.min(Long.parseLong(seconds), LONGEST_PAUSE) : 0);
    }
}
