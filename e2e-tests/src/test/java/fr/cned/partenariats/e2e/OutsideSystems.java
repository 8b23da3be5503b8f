package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The national dashboard and the OPCO Akto, as the platform of the tests calls them. They accept one key. */
final class OutsideSystems {

    static final String KEY = "key-of-the-centre";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUIRED = "etablissement_responsable_uai";

    /** The states of dossiers at the OPCO, by number. */
    private static final Map<String, String> STATES = new ConcurrentHashMap<>();

    private OutsideSystems() {}

    /** Starts both, and lets the platform ask for what is due every two seconds. */
    static LocalPlatformBuilder connect(LocalPlatformBuilder settings) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v3/dossiers-apprenants", OutsideSystems::answerAsDashboard);
        server.createContext("/token", exchange -> answer(exchange, 200, "{\"access_token\":\"token\"}"));
        server.createContext("/v1/dossiers/etats", exchange -> answerAsOpco(exchange, states(parameter(exchange))));
        server.createContext("/v1/dossiers/liste", exchange -> answerAsOpco(exchange, amounts(parameter(exchange))));
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return settings.environment(
                        ServiceKind.ENROLLMENT, "ENROLLMENT_CONNECTIONS_ENCRYPTION_KEY", "the connections of the tests")
                .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_CONNECTIONS_POLL", "2s")
                .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_DASHBOARD_URL", url)
                .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_OPCO_AKTO_URL", url)
                .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_OPCO_AKTO_TOKEN_URL", url + "/token")
                .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_OPCO_AKTO_CLIENT_ID", "software")
                .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_OPCO_AKTO_CLIENT_SECRET", "secret");
    }

    /** What the OPCO reports of a dossier from now on. */
    static void report(String number, String state) {
        STATES.put(number, state);
    }

    private static String states(String page) {
        Stream<String> entries = STATES.entrySet().stream()
                .map(one -> "{\"numeroInterne\":\"%s\",\"etat\":\"%s\"}".formatted(one.getKey(), one.getValue()));
        return "{\"EtatDossierResult\":[" + (page.equals("1") ? entries.collect(Collectors.joining(",")) : "") + "]}";
    }

    private static String amounts(String numbers) {
        return Stream.of(numbers.split(",", -1))
                .map("{\"engagement\":9000,\"cerfa\":{\"numeroInterne\":\"%s\"},\"echeances\":[]}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The value of the only parameter. */
    private static String parameter(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query.substring(query.indexOf('=') + 1);
    }

    private static void answerAsOpco(HttpExchange exchange, String body) throws IOException {
        boolean isKnown = KEY.equals(exchange.getRequestHeaders().getFirst("X-API-KEY"));
        answer(exchange, isKnown ? 200 : 403, isKnown ? body : "{}");
    }

    /** A record without the UAI of its centre has a fault. */
    private static void answerAsDashboard(HttpExchange exchange) throws IOException {
        List<String> records = new ArrayList<>();
        for (JsonNode sent : JSON.readTree(exchange.getRequestBody().readAllBytes())) {
            String fault = "{\"path\":[\"" + REQUIRED + "\"],\"message\":\"Champ obligatoire\"}";
            records.add("{\"id_erp_apprenant\":\"%s\",\"validation_errors\":[%s]}"
                    .formatted(sent.path("id_erp_apprenant").asText(), sent.hasNonNull(REQUIRED) ? "" : fault));
        }
        boolean isKnown = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, isKnown ? 200 : 401, isKnown ? "{\"data\":[" + String.join(",", records) + "]}" : "{}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
