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
    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Pattern PATH = Pattern.compile("(?i); *path=([^;]+)");
    private static final Pattern EXPIRED = Pattern.compile("(?i); *max-age=0(;|$)");

    private final KeycloakServer keycloak;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Browsers send secure cookies to localhost without TLS; the cookie handler of Java does not. */
    private final Map<Cookie, String> cookies = new HashMap<>();

    /** Two realms have cookies of the same names. */
    private record Cookie(String name, String path) {}

    Browser(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    HttpResponse<String> authorize(String redirect, String challenge) {
        return send(HttpRequest.newBuilder(URI.create(keycloak.realmUrl()
                        + "/protocol/openid-connect/auth?response_type=code&client_id=portal&scope=openid&redirect_uri="
                        + encode(redirect) + challenge))
                .GET());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(keycloak.url().resolve(path)).GET());
    }

    /** The authorization code, if the password is correct. */
    Optional<String> login(String redirect, String userName, String password) {
        return code(submit(authorize(redirect, S256), Map.of("username", userName, "password", password)));
    }

    static Optional<String> code(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(code -> code.group(1));
    }

    /** Sends the form of a page with what the page hides in it and what the person types. */
    HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> typed) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("The page has no form.");
        }
        Map<String, String> fields = new HashMap<>(typed);
        HIDDEN.matcher(page.body()).results().forEach(field -> fields.put(field.group(1), text(field.group(2))));
        return send(form(URI.create(text(form.group(1))), fields));
    }

    /** Follows redirects of Keycloak, and sends the forms that a page of SAML sends by itself. */
    HttpResponse<String> follow(HttpResponse<String> answer) {
        HttpResponse<String> last = answer;
        while (true) {
            Optional<URI> next = last.headers().firstValue("Location").map(last.uri()::resolve);
            if (next.isPresent() && next.get().getPort() == keycloak.url().getPort()) {
                last = send(HttpRequest.newBuilder(next.get()).GET());
            } else if (next.isEmpty() && last.body().contains("name=\"SAML")) {
                last = submit(last, Map.of());
            } else {
                return last;
            }
        }
    }

    private static String text(String html) {
        return html.replace("&amp;", "&");
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
            String path = request.copy().build().uri().getPath();
            String sent = cookies.entrySet().stream()
                    .filter(cookie -> path.startsWith(cookie.getKey().path()))
                    .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            if (!sent.isEmpty()) {
                request.header("Cookie", sent);
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
        Matcher path = PATH.matcher(setCookie);
        Cookie cookie = new Cookie(pair[0], path.find() ? path.group(1) : "/");
        if (EXPIRED.matcher(setCookie).find()) {
            cookies.remove(cookie);
        } else {
            cookies.put(cookie, pair[1]);
        }
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
