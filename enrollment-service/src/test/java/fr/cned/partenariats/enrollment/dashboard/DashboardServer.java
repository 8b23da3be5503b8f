package fr.cned.partenariats.enrollment.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import fr.cned.partenariats.enrollment.connection.OutsideServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The API v3 of the dashboard as it is described: one record for each key, academic year and student; required fields; at
 * most 2 000 records. It can be slow, wrong or refuse.
 */
final class DashboardServer extends OutsideServer {

    private static final Set<String> REQUIRED = Set.of(
            "nom_apprenant",
            "prenom_apprenant",
            "date_de_naissance_apprenant",
            "annee_scolaire",
            "id_erp_apprenant",
            "date_inscription_formation",
            "date_entree_formation",
            "date_fin_formation",
            "etablissement_responsable_uai",
            "etablissement_responsable_siret",
            "etablissement_formateur_uai",
            "etablissement_formateur_siret");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> records = new ConcurrentHashMap<>();

    /** The numbers of records of the accepted requests. */
    final List<Integer> sizes = new CopyOnWriteArrayList<>();

    final Set<String> keys = ConcurrentHashMap.newKeySet();
    volatile int status = 200;

    /** What it answers instead. */
    volatile @Nullable String body;

    DashboardServer() {
        on("/api/v3/dossiers-apprenants", this::handle);
    }

    DashboardClient client() {
        return client(Duration.ofSeconds(20));
    }

    DashboardClient client(Duration deadline) {
        return new DashboardClient(http(deadline), Optional.of(url()));
    }

    int count() {
        return records.size();
    }

    /** The record of a student, whatever its year. */
    JsonNode record(String studentId) {
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(studentId))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
        JsonNode sent = json.readTree(exchange.getRequestBody().readAllBytes());
        if (status != 200) {
            answer(exchange, status, "{}");
        } else if (!keys.contains(key)) {
            answer(exchange, 401, "{\"error\":\"Unauthorized\"}");
        } else if (!sent.isArray() || sent.size() > 2_000) {
            answer(exchange, 400, "{\"error\":\"Bad Request\"}");
        } else {
            sizes.add(sent.size());
            String taken = take(key, (ArrayNode) sent);
            answer(exchange, 200, body == null ? taken : String.valueOf(body));
        }
    }

    private String take(String key, ArrayNode sent) {
        ObjectNode answer = json.createObjectNode().put("status", "OK").put("message", "Queued");
        ArrayNode data = answer.putArray("data");
        for (JsonNode one : sent) {
            ObjectNode echo = one.deepCopy();
            ArrayNode errors = echo.putArray("validation_errors");
            REQUIRED.stream()
                    .filter(field -> one.path(field).asText().isEmpty())
                    .sorted()
                    .forEach(field -> errors.addObject()
                            .put("message", "Champ obligatoire")
                            .putArray("path")
                            .add(field));
            echo.put("has_error", !errors.isEmpty());
            if (errors.isEmpty()) {
                records.put(
                        key
                                + '/'
                                + one.path("annee_scolaire").asText()
                                + '/'
                                + one.path("id_erp_apprenant").asText(),
                        one);
            } else {
                answer.put("detail", "Some data are invalid");
            }
            data.add(echo);
        }
        return answer.toString();
    }
}
