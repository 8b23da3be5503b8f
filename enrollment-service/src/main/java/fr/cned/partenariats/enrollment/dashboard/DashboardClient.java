package fr.cned.partenariats.enrollment.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.SecretEncryption;
import fr.cned.partenariats.commons.http.outside.OutsideHttp;
import fr.cned.partenariats.enrollment.dashboard.DashboardConnectionView.Outcome;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecordView.Fault;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Sent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The API v3 of the national dashboard of apprenticeship ("Tableau de bord de l'apprentissage"). Off without an address or
 * an encryption key. The key of a training centre is decrypted for a request only.
 */
@ApplicationScoped
class DashboardClient {

    /** The dashboard refuses a request with more. */
    static final int MOST_RECORDS = 2_000;

    private static final Logger LOG = Logger.getLogger(DashboardClient.class);
    private static final String PATH = "/api/v3/dossiers-apprenants";
    private static final int MOST_FAULTS = 20;
    private static final int LONGEST_TEXT = 300;

    private final ObjectMapper json;
    private final Optional<String> url;
    private final Optional<SecretEncryption> encryption;
    private final Duration timeout;

    DashboardClient(
            ObjectMapper json,
            @ConfigProperty(name = "enrollment.dashboard.url") Optional<String> url,
            @ConfigProperty(name = "enrollment.dashboard.encryption-key") Optional<String> encryptionKey,
            @ConfigProperty(name = "enrollment.dashboard.timeout") Duration timeout) {
        this.json = json;
        this.url = url;
        this.encryption = encryptionKey.map(text -> new SecretEncryption(text, "ENROLLMENT_DASHBOARD_ENCRYPTION_KEY"));
        this.timeout = timeout;
    }

    boolean isOn() {
        return url.isPresent() && encryption.isPresent();
    }

    byte[] encrypt(UUID centreId, String key) {
        return encryption.orElseThrow().encrypt(centreId, key.getBytes(UTF_8));
    }

    /** @param sent the records with their faults; empty when the dashboard has perhaps not taken them */
    record Answer(Outcome outcome, List<Sent> sent) {}

    /** @param key the encrypted one */
    Answer send(UUID centreId, byte[] key, List<Dossier> dossiers) {
        String bearer;
        try {
            bearer = new String(encryption.orElseThrow().decrypt(centreId, key), UTF_8);
        } catch (IllegalStateException e) {
            return failed(Outcome.KEY_REFUSED, centreId, String.valueOf(e.getMessage()));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.orElseThrow() + PATH))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        dossiers.stream().map(Dossier::json).collect(Collectors.joining(",", "[", "]"))))
                .build();
        try {
            return read(centreId, dossiers, OutsideHttp.send(request, timeout));
        } catch (JsonProcessingException e) {
            return failed(Outcome.UNUSABLE_ANSWER, centreId, "no JSON");
        } catch (IOException e) {
            return failed(Outcome.UNREACHABLE, centreId, String.valueOf(e.getMessage()));
        }
    }

    private Answer read(UUID centreId, List<Dossier> dossiers, HttpResponse<String> answer)
            throws JsonProcessingException {
        int status = answer.statusCode();
        if (status != 200) {
            return failed(
                    status == 401 || status == 403
                            ? Outcome.KEY_REFUSED
                            : status == 429 || status >= 500 ? Outcome.UNREACHABLE : Outcome.UNUSABLE_ANSWER,
                    centreId,
                    "status " + status);
        }
        JsonNode data = json.readTree(answer.body()).path("data");
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < dossiers.size(); i++) {
            String id = dossiers.get(i).studentId().toString();
            if (data.size() != dossiers.size()
                    || !data.path(i).path("id_erp_apprenant").asText(id).equals(id)) {
                return failed(Outcome.UNUSABLE_ANSWER, centreId, "other records than were sent");
            }
            sent.add(new Sent(dossiers.get(i), faults(data.path(i))));
        }
        return new Answer(Outcome.SENT, sent);
    }

    private static Answer failed(Outcome outcome, UUID centreId, String reason) {
        LOG.warnf("the dashboard has not taken the records of training centre %s: %s", centreId, reason);
        return new Answer(outcome, List.of());
    }

    private static List<Fault> faults(JsonNode entry) {
        List<Fault> faults = StreamSupport.stream(entry.path("validation_errors").spliterator(), false)
                .limit(MOST_FAULTS)
                .map(DashboardClient::fault)
                .toList();
        return faults.isEmpty() && entry.path("has_error").asBoolean()
                ? List.of(new Fault(null, "has_error"))
                : faults;
    }

    private static Fault fault(JsonNode error) {
        String field = text(error.path("path"));
        return new Fault(field.isEmpty() ? null : field, text(error.path("message")));
    }

    /** A path is a text, or a list of names. */
    private static String text(JsonNode node) {
        String text = node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("."))
                : node.asText();
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }
}
