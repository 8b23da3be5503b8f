package fr.cned.partenariats.enrollment.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.enrollment.connection.ConnectionClient;
import fr.cned.partenariats.enrollment.connection.NoAnswer;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecordView.Fault;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Sent;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The API v3 of the national dashboard of apprenticeship ("Tableau de bord de l'apprentissage"). */
@ApplicationScoped
class DashboardClient {

    /** The dashboard refuses a request with more. */
    static final int MOST_RECORDS = 2_000;

    private static final String PATH = "/api/v3/dossiers-apprenants";
    private static final int MOST_FAULTS = 20;
    private static final int LONGEST_TEXT = 300;

    private final ConnectionClient http;
    private final Optional<String> url;

    DashboardClient(ConnectionClient http, @ConfigProperty(name = "enrollment.dashboard.url") Optional<String> url) {
        this.http = http;
        this.url = url;
    }

    boolean isOn() {
        return url.isPresent();
    }

    /** The records with their faults. */
    List<Sent> send(String key, List<Dossier> dossiers) throws NoAnswer {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.orElseThrow() + PATH))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        dossiers.stream().map(Dossier::json).collect(Collectors.joining(",", "[", "]"))))
                .build();
        JsonNode data = http.send(request).path("data");
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < dossiers.size(); i++) {
            String id = dossiers.get(i).studentId().toString();
            JsonNode entry = data.path(i);
            if (!data.isArray()
                    || data.size() != dossiers.size()
                    || !entry.isObject()
                    || !entry.path("id_erp_apprenant").asText(id).equals(id)) {
                throw NoAnswer.unusable("answered other records than were sent");
            }
            sent.add(new Sent(dossiers.get(i), faults(entry)));
        }
        return sent;
    }

    private static List<Fault> faults(JsonNode entry) {
        List<Fault> faults = StreamSupport.stream(
                        entry.path("validation_errors").spliterator(), false)
                .limit(MOST_FAULTS)
                .map(DashboardClient::fault)
                .toList();
        return faults.isEmpty() && entry.path("has_error").asBoolean() ? List.of(new Fault(null, "has_error")) : faults;
    }

    private static Fault fault(JsonNode error) {
        String field = text(error.path("path"));
        return new Fault(field.isEmpty() ? null : field, text(error.path("message")));
    }

    /** A path is a text, or a list of names. */
    private static String text(JsonNode node) {
        String text = node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(name -> name.asText(""))
                        .collect(Collectors.joining("."))
                : node.asText("");
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }
}
