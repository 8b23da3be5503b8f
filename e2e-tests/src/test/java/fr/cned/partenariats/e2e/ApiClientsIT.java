package fr.cned.partenariats.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partner's clients, from their creation to their revocation, with a real Keycloak. */
class ApiClientsIT {

    private static final String PATH = "/v1/api-clients/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 1_000;
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(10);

    private final ApiClient http = Platform.http();
    private final String office = Platform.token(Platform.PARTNERSHIP_OFFICE);
    private UUID partner;

    @BeforeEach
    void aPartner() {
        partner = UUID.fromString(http.create(office, "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Campus connecté (clés)","relation":"AGREEMENT"}"""));
    }

    private JsonNode created(String... scopes) {
        return http.postSuccessfully(office, "/v1/api-clients", """
                        {"partnerId":"%s","name":"Progiciel","scopes":["%s"]}""".formatted(partner, String.join("\",\"", scopes)))
                .body();
    }

    private static ClientCredentials credentials(JsonNode client) {
        return new ClientCredentials(
                client.path("clientId").asText(), client.path("secret").asText());
    }

    private static String token(ClientCredentials client) {
        return Platform.get().token(client);
    }

    private static void getsNoToken(ClientCredentials client) {
        assertThatThrownBy(() -> token(client))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageContaining("401");
    }

    /** An operation of each scope. The empty body of a POST is refused later, with 400. */
    private static final Map<String, String> OPERATIONS = Map.of(
            "enrollments:read", "GET /v1/enrollments",
            "enrollments:write", "POST /v1/enrollments",
            "students:read", "GET /v1/students",
            "students:write", "POST /v1/students",
            "attendance:write", "POST /v1/attendance",
            "catalog:read", "GET /v1/offerings",
            "partner:read", "GET /v1/agreements",
            "partner:write", "POST /v1/training-needs",
            "webhooks:manage", "GET /v1/webhooks",
            "clients:manage", "GET /v1/api-clients");

    /** Two clients of one partner, each with half of the scopes: the matrix in all services. */
    @Test
    void aClientUsesItsScopesAndNoOthers() {
        List<String> scopes = OPERATIONS.keySet().stream().sorted().toList();
        Map<Set<String>, String> tokens = new HashMap<>();
        for (int half = 0; half < 2; half++) {
            int parity = half;
            Set<String> own = scopes.stream()
                    .filter(scope -> scopes.indexOf(scope) % 2 == parity)
                    .collect(Collectors.toCollection(TreeSet::new));
            tokens.put(own, token(credentials(created(own.toArray(String[]::new)))));
        }
        int allowed = 0;
        for (Map.Entry<Set<String>, String> client : tokens.entrySet()) {
            JsonNode me = http.get(client.getValue(), "/v1/me").body();
            assertThat(me.path("partner").path("id").asText()).isEqualTo(partner.toString());
            assertThat(me.path("roles").toString()).isEqualTo("[\"partner\"]");
            assertThat(me.path("scopes")).extracting(JsonNode::asText).containsExactlyElementsOf(client.getKey());
            for (Map.Entry<String, String> row : OPERATIONS.entrySet()) {
                String scope = row.getKey();
                String[] operation = row.getValue().split(" ", 2);
                Response answer = operation[0].equals("GET")
                        ? http.get(client.getValue(), operation[1])
                        : http.post(client.getValue(), operation[1], "{}");
                boolean refused = answer.status() == 403;
                assertThat(refused)
                        .as("%s with %s: %s", row.getValue(), client.getKey(), answer)
                        .isEqualTo(!client.getKey().contains(scope));
                if (refused) {
                    assertThat(answer.code()).isEqualTo("missing-scope");
                    assertThat(answer.body().path("requiredScope").asText()).isEqualTo(scope);
                } else {
                    assertThat(answer.status()).isIn(200, 400);
                    allowed++;
                }
            }
        }
        System.out.printf("scopes: 2 clients, %d operations each, %d allowed%n", OPERATIONS.size(), allowed);
    }

    @Test
    void aPartnersAdministratorKeepsItsClients() {
        String administrator = token(credentials(created("clients:manage", "catalog:read")));
        Response own = http.post(administrator, "/v1/api-clients", """
                {"name":"Site","scopes":["catalog:read"]}""");
        assertThat(own.status()).isEqualTo(201);
        assertThat(http.get(token(credentials(own.body())), "/v1/offerings").status())
                .isEqualTo(200);
        assertThat(http.post(administrator, "/v1/api-clients", """
                        {"name":"Site","scopes":["students:read"]}""").code()).isEqualTo("scope-not-held");
        assertThat(http.get(administrator, "/v1/api-clients").body().path("items"))
                .hasSize(2);
    }

    /**
     * 100 requests per second, each tenth with a new token. The program changes its secret at any moment after the
     * rotation: no request is refused.
     */
    @Test
    void aRotationUnder100RequestsPerSecondRefusesNothing() {
        JsonNode client = created("partner:read");
        ClientCredentials old = credentials(client);
        AtomicReference<ClientCredentials> used = new AtomicReference<>(old);
        AtomicReference<String> token = new AtomicReference<>(token(old));
        Queue<Long> millis = new ConcurrentLinkedQueue<>();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        JsonNode rotated = null;
        ExecutorService program = Executors.newFixedThreadPool(16);
        long began = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            long due = began + i * BETWEEN_REQUESTS.toNanos();
            LockSupport.parkNanos(due - System.nanoTime());
            boolean newToken = i % 10 == 0;
            program.execute(() -> {
                try {
                    if (newToken) {
                        token.set(token(used.get()));
                    }
                    Response answer = http.get(token.get(), "/v1/me");
                    millis.add(Duration.ofNanos(System.nanoTime() - due).toMillis());
                    if (answer.status() != 200) {
                        failures.add(answer.toString());
                    }
                } catch (PlatformFailure refused) {
                    failures.add(refused.toString());
                }
            });
            if (i == REQUESTS / 4) {
                rotated = http.postSuccessfully(
                                office, PATH + client.path("id").asText() + "/secret-rotation", "{\"overlapHours\":1}")
                        .body();
            } else if (i == REQUESTS / 2) {
                used.set(credentials(requireNonNull(rotated)));
            }
        }
        program.shutdown();
        await().atMost(PATIENCE).until(program::isTerminated);
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(failures).isEmpty();
        List<Long> sorted = millis.stream().sorted().toList();
        assertThat(sorted).hasSize(REQUESTS);
        System.out.printf(
                "rotation of a secret: %d requests in %.1f s (%.0f/s), %d of them with a new token, none refused,"
                        + " p99 %d ms%n",
                REQUESTS, seconds, REQUESTS / seconds, REQUESTS / 10, sorted.get((int) (REQUESTS * 0.99)));

        token(old);
        http.postSuccessfully(office, PATH + client.path("id").asText() + "/secret-rotation", """
                {"overlapHours":0}""");
        ClientCredentials former = credentials(requireNonNull(rotated));
        await().atMost(PATIENCE).untilAsserted(() -> getsNoToken(former));
        getsNoToken(old);
    }

    @Test
    void aRevokedClientGetsNoTokenAndItsTokensEnd() {
        JsonNode client = created("partner:read");
        String token = token(credentials(client));
        assertThat(http.get(token, "/v1/agreements").status()).isEqualTo(200);
        http.postSuccessfully(office, PATH + client.path("id").asText() + "/revocation", "");
        getsNoToken(credentials(client));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertThat(http.get(token, "/v1/agreements").code()).isEqualTo("invalid-token"));
    }

    @Test
    void theClientsOfASuspendedPartnerAreShut() {
        JsonNode client = created("partner:read");
        token(credentials(client));
        http.postSuccessfully(office, "/v1/partners/" + partner + "/suspension", "");
        await().atMost(PATIENCE).untilAsserted(() -> getsNoToken(credentials(client)));
        http.postSuccessfully(office, "/v1/partners/" + partner + "/activation", "");
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(PlatformFailure.class)
                .until(() -> !token(credentials(client)).isEmpty());
    }

    @Test
    void aUsedClientShowsTheDay() {
        JsonNode client = created("partner:read");
        String path = PATH + client.path("id").asText();
        assertThat(http.get(office, path).body().has("lastUsedOn")).isFalse();
        token(credentials(client));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        await().atMost(PATIENCE)
                .until(() -> http.get(office, path).body().path("lastUsedOn").asText(), today.toString()::equals);
    }

    /** {@code private_key_jwt}: the partner keeps the private key, and there is no secret. */
    @Test
    void aClientSignsItsAssertions() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair key = generator.generateKeyPair();
        RSAPublicKey open = (RSAPublicKey) key.getPublic();
        JsonNode client = http.postSuccessfully(office, "/v1/api-clients", """
                        {"partnerId":"%s","name":"Progiciel","scopes":["partner:read"],"publicKeys":[
                         {"kid":"k1","kty":"RSA","alg":"RS256","n":"%s","e":"%s"}]}""".formatted(
                                partner, base64(open.getModulus()), base64(open.getPublicExponent())))
                .body();
        assertThat(client.has("secret")).isFalse();
        String clientId = client.path("clientId").asText();

        JsonNode answer = tokenEndpoint()
                .postForm(
                        Platform.get().keycloak().tokenUrl().getPath(),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                clientId,
                                "client_assertion_type",
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion",
                                assertion(clientId, key)));

        String token = answer.path("access_token").asText();
        assertThat(http.get(token, "/v1/agreements").status()).isEqualTo(200);
    }

    private static JsonApi tokenEndpoint() {
        return new JsonApi("Keycloak", Platform.get().keycloak().url());
    }

    private static String assertion(String clientId, KeyPair key) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String signed = base64("{\"alg\":\"RS256\",\"kid\":\"k1\"}".getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64("""
                        {"iss":"%s","sub":"%s","aud":"%s","jti":"%s","iat":%d,"exp":%d}""".formatted(
                                clientId,
                                clientId,
                                Platform.get().keycloak().realmUrl(),
                                UUID.randomUUID(),
                                now,
                                now + 60)
                        .getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.UTF_8));
        return signed + '.' + base64(signature.sign());
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
