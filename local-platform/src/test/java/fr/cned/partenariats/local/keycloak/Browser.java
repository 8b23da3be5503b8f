package fr.cned.partenariats.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Acts as the portal in a browser: signs in on the pages of Keycloak. */
final class Browser {

    /** The SHA-256 of {@link #VERIFIER}. */
    static final String S256 = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    /** The example of RFC 7636. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final KeycloakServer keycloak;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Browsers send secure cookies to localhost without TLS; the cookie handler of Java does not. */
    private final Map<String, String> cookies = new HashMap<>();

    Browser(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    HttpResponse<String> authorize(String redirect, String challenge) {
        return send(HttpRequest.newBuilder(URI.create(keycloak.realmUrl()
                        + "/protocol/openid-connect/auth?response_type=code&client_id=portal&scope=openid&redirect_uri="
                        + encode(redirect) + challenge))
                .GET());
    }

    /** The authorization code, if the password is correct. */
    Optional<String> login(String redirect, String userName, String password) {
        Matcher form = FORM.matcher(authorize(redirect, S256).body());
        if (!form.find()) {
            throw new IllegalStateException("The page has no login form.");
        }
        HttpResponse<String> answer = send(form(
                URI.create(form.group(1).replace("&amp;", "&")), Map.of("username", userName, "password", password)));
        return answer.headers()
                .firstValue("Location")
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(code -> code.group(1));
    }

    /** Exchanges a code for an access token. */
    String redeem(String code, String redirect) {
        return token(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "portal",
                        "code", code,
                        "redirect_uri", redirect,
                        "code_verifier", VERIFIER))
                .body()
                .path("access_token")
                .asText();
    }

    JsonApi.Answer token(Map<String, String> fields) {
        return token(keycloak.tokenUrl().getPath(), fields);
    }

    JsonApi.Answer token(String path, Map<String, String> fields) {
        HttpResponse<String> answer = send(form(keycloak.url().resolve(path), fields));
        return new JsonApi.Answer(answer.statusCode(), read(answer.body()));
    }

    int postJson(String path, String body) {
        return send(HttpRequest.newBuilder(keycloak.url().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static HttpRequest.Builder form(URI address, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String setCookie) {
        String[] pair = setCookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode read(String body) {
        try {
            return JsonApi.JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
