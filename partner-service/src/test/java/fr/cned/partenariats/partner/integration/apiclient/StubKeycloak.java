package fr.cned.partenariats.partner.integration.apiclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.commons.testing.ReservedPort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The part of Keycloak's admin API that partner-service uses. Tests look at it and break it through
 * {@link KeycloakControl}. {@code ApiClientsIT} of the end-to-end tests uses a real Keycloak.
 */
public class StubKeycloak implements QuarkusTestResourceLifecycleManager {

    static final String URL = "partner.keycloak.url";

    /** How the stub treats requests of the admin API. */
    public enum Mode {
        UP,
        /** Answers 503, as a proxy in front of a Keycloak that is away. */
        AWAY,
        /** Makes the change, then closes the connection without an answer. */
        LOSES_ANSWERS,
        /** Closes the connection without making the change. */
        LOSES_REQUESTS,
        /** As {@link #LOSES_REQUESTS}, of changes of groups only. */
        LOSES_MEMBERSHIPS
    }

    private static final String ADMIN = "/admin/realms/cned";
    private static final String SECRET = "the-secret-of-partner-service";

    /** The groups of people of partners, by id. */
    private static final Map<String, String> GROUPS = Map.of(
            "6b1c5a70-0000-4000-8000-000000000001", "/partner",
            "6b1c5a70-0000-4000-8000-000000000002", "/apprenticeship-host");

    private final ReservedPort port = new ReservedPort();
    private final Map<String, JsonObject> clients = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> users = new ConcurrentHashMap<>();
    private final List<JsonObject> events = new ArrayList<>();
    private volatile Mode mode = Mode.UP;
    private volatile boolean mails = true;
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try {
                handle(exchange);
            } catch (RuntimeException e) {
                answer(exchange, 500, new JsonObject().put("error", e.toString()));
            }
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return Map.of(URL, "http://localhost:" + port.number(), "partner.keycloak.client-secret", SECRET);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (path.startsWith("/control/")) {
            control(exchange, path, body);
        } else if (path.equals("/realms/cned/protocol/openid-connect/token")) {
            boolean known = body.contains("client_id=cned-partner-service") && body.contains("client_secret=" + SECRET);
            // A short life, so that each test also asks for tokens.
            answer(
                    exchange,
                    known ? 200 : 401,
                    new JsonObject().put("access_token", "admin").put("expires_in", 11));
        } else if (!"Bearer admin".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, new JsonObject());
        } else if (mode == Mode.AWAY) {
            answer(exchange, 503, new JsonObject());
        } else if (mode == Mode.LOSES_REQUESTS && !exchange.getRequestMethod().equals("GET")) {
            exchange.close();
        } else if (mode == Mode.LOSES_MEMBERSHIPS && path.contains("/groups/")) {
            exchange.close();
        } else if (path.equals(ADMIN + "/events")) {
            String query = exchange.getRequestURI().getQuery();
            answer(
                    exchange,
                    200,
                    new JsonArray(events.stream()
                            .filter(event -> query.contains("type=" + event.getString("type") + '&'))
                            .toList()));
        } else if (path.startsWith(ADMIN + "/group-by-path/")) {
            group(exchange, path.substring((ADMIN + "/group-by-path").length()));
        } else if (path.startsWith(ADMIN + "/users")) {
            users(exchange, path.substring(ADMIN.length()), body);
        } else {
            admin(exchange, path.substring(ADMIN.length()), body);
        }
    }

    private void admin(HttpExchange exchange, String path, String body) throws IOException {
        String method = exchange.getRequestMethod();
        String id = path.substring(path.lastIndexOf('/') + 1);
        int status;
        JsonObject answer = new JsonObject();
        if (method.equals("POST")) {
            JsonObject client = new JsonObject(body);
            status = clients.putIfAbsent(client.getString("id"), client) == null ? 201 : 409;
        } else if (!clients.containsKey(id)) {
            status = 404;
        } else if (method.equals("PUT")) {
            clients.get(id).mergeIn(new JsonObject(body), true);
            status = 204;
        } else if (method.equals("DELETE")) {
            clients.remove(id);
            status = 204;
        } else {
            answer = clients.get(id);
            status = 200;
        }
        answerUnlessLost(exchange, status, answer);
    }

    private void users(HttpExchange exchange, String path, String body) throws IOException {
        String method = exchange.getRequestMethod();
        String[] segments = path.split("/", -1); // "", "users", the id, an action
        String id = segments.length > 2 ? segments[2] : "";
        int status = 204;
        Object answer = new JsonObject();
        if (segments.length > 4 && segments[3].equals("groups")) {
            status = member(method, users.get(id), GROUPS.get(segments[4]));
        } else if (segments.length > 4) { // a federated identity, and its provider
            status = link(method, users.get(id), segments[4], body);
        } else if (method.equals("POST")) {
            status = create(exchange, new JsonObject(body));
        } else if (id.isEmpty()) {
            status = 200;
            answer = usersWith(exchange.getRequestURI().getQuery());
        } else if (!users.containsKey(id)) {
            status = 404;
        } else if (segments.length > 3) {
            status = mails ? 204 : 500; // as Keycloak without a mail server
        } else if (method.equals("PUT")) {
            users.put(id, new JsonObject(body));
        } else if (method.equals("DELETE")) {
            users.remove(id);
        } else {
            status = 200;
            answer = users.get(id);
        }
        answerUnlessLost(exchange, status, answer);
    }

    private int create(HttpExchange exchange, JsonObject user) {
        String email = user.getString("email");
        if (users.values().stream().anyMatch(known -> email.equalsIgnoreCase(known.getString("email")))) {
            return 409;
        }
        String id = UUID.randomUUID().toString();
        users.put(id, user.put("id", id));
        exchange.getResponseHeaders().add("Location", "http://localhost" + ADMIN + "/users/" + id);
        return 201;
    }

    private static void group(HttpExchange exchange, String path) throws IOException {
        List<String> ids = GROUPS.entrySet().stream()
                .filter(group -> group.getValue().equals(path))
                .map(Map.Entry::getKey)
                .toList();
        answer(exchange, ids.isEmpty() ? 404 : 200, new JsonObject().put("id", ids.isEmpty() ? null : ids.get(0)));
    }

    /** Keycloak also takes an account out of a group in which it is not, and puts it into one in which it is. */
    private static int member(String method, JsonObject user, String group) {
        if (user == null || group == null) {
            return 404;
        }
        List<Object> groups = user.getJsonArray("groups", new JsonArray()).stream()
                .filter(other -> !other.equals(group))
                .collect(Collectors.toCollection(ArrayList::new));
        if (method.equals("PUT")) {
            groups.add(group);
        }
        user.put("groups", new JsonArray(groups));
        return 204;
    }

    /** Keycloak has at most one identity of an account at each provider. */
    private static int link(String method, JsonObject user, String provider, String body) {
        JsonArray links = user.getJsonArray("federatedIdentities", new JsonArray());
        JsonArray others = new JsonArray(links.stream()
                .map(JsonObject.class::cast)
                .filter(link -> !link.getString("identityProvider").equals(provider))
                .collect(Collectors.toList()));
        boolean isLinked = others.size() < links.size();
        if (method.equals("POST") && isLinked) {
            return 409;
        }
        if (method.equals("DELETE") && !isLinked) {
            return 404;
        }
        user.put("federatedIdentities", method.equals("POST") ? others.add(new JsonObject(body)) : others);
        return 204;
    }

    /** {@code q=partner_id:…} or {@code q=office:…}. */
    private JsonArray usersWith(String query) {
        String[] wanted = query.substring(query.indexOf("q=") + 2).split(":", 2);
        return new JsonArray(users.values().stream()
                .filter(user -> user.getJsonObject("attributes")
                        .getJsonArray(wanted[0], new JsonArray())
                        .contains(wanted[1]))
                .toList());
    }

    private void answerUnlessLost(HttpExchange exchange, int status, Object answer) throws IOException {
        if (mode == Mode.LOSES_ANSWERS && !exchange.getRequestMethod().equals("GET")) {
            exchange.close();
        } else {
            answer(exchange, status, answer);
        }
    }

    private void control(HttpExchange exchange, String path, String body) throws IOException {
        String name = path.substring("/control/".length());
        if (name.equals("mode")) {
            mode = Mode.valueOf(body);
            answer(exchange, 200, new JsonObject());
        } else if (name.equals("mails")) {
            mails = Boolean.parseBoolean(body);
            answer(exchange, 200, new JsonObject());
        } else if (name.equals("users")) {
            answer(exchange, 200, new JsonArray(List.copyOf(users.values())));
        } else if (name.equals("events")) {
            events.add(new JsonObject(body));
            answer(exchange, 200, new JsonObject());
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            clients.remove(name);
            users.remove(name);
            answer(exchange, 200, new JsonObject());
        } else {
            JsonObject client = clients.get(name);
            answer(exchange, client == null ? 404 : 200, client == null ? new JsonObject() : client);
        }
    }

    private static void answer(HttpExchange exchange, int status, Object json) throws IOException {
        byte[] bytes = json.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
