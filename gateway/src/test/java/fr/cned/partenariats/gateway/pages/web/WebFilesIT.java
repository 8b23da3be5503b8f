package fr.cned.partenariats.gateway.pages.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files for browsers. They need no token. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class WebFilesIT {

    private static final String STYLE = "/shared/style.css";

    private final HttpClient client = HttpClient.newHttpClient();

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @CsvSource({
        "/docs/, text/html",
        "/docs/index.html, text/html",
        "/docs/portal.js, text/javascript",
        "/shared/style.css, text/css",
        "/shared/api.js, text/javascript",
        "/shared/icon.svg, image/svg+xml",
        "/shared/settings.json, application/json",
        "/docs/data/changelog.md, text/markdown"
    })
    void filesHaveTheirTypeAndTheSecurityHeaders(String path, String type) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType(containsString(type))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self';"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header(
                        "Content-Security-Policy",
                        containsString("connect-src 'self' " + stubs.identityProviderServer.url()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/",
                "/docs/keys",
                "/docs/files",
                "/docs/reference/enrollment/createEnrollment",
                "/docs/keys/"
            })
    void addressesOfPagesShowThePage(String path) {
        given().get(path).then().statusCode(200).contentType("text/html").body(containsString("/docs/portal.js"));
    }

    @Test
    void anAddressWithoutSlashIsRedirected() {
        given().redirects().follow(false).get("/docs").then().statusCode(302).header("Location", "/docs/");
        given().redirects().follow(false).get("/app").then().statusCode(302).header("Location", "/app/");
    }

    @Test
    void settingsNameTheIdentityProvider() {
        String login = stubs.issuer() + "/protocol/openid-connect/";
        given().get("/shared/settings.json")
                .then()
                .body("clientId", equalTo("portal"))
                .body("authorizationUrl", equalTo(login + "auth"))
                .body("tokenUrl", equalTo(login + "token"))
                .body("logoutUrl", equalTo(login + "logout"));
    }

    @Test
    void aKnownTagIsNotSentAgain() throws Exception {
        String tag = get(STYLE).headers().firstValue("ETag").orElseThrow();
        assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            HttpResponse<byte[]> answer = get(STYLE, "If-None-Match", known);
            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("ETag")).hasValue(tag);
        }
        assertThat(get(STYLE, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void gzipHasTheSameContentAndAnotherTag() throws Exception {
        HttpResponse<byte[]> plain = get(STYLE);
        HttpResponse<byte[]> gzip = get(STYLE, "Accept-Encoding", "br, gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(plain.headers().firstValue("Vary"))
                .hasValueSatisfying(v -> assertThat(v).isEqualToIgnoringCase("accept-encoding"));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
        String tag = gzip.headers().firstValue("ETag").orElseThrow();
        assertThat(tag)
                .endsWith("-gzip\"")
                .isNotEqualTo(plain.headers().firstValue("ETag").orElseThrow());
        assertThat(get(STYLE, "Accept-Encoding", "gzip", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(get(STYLE, "If-None-Match", tag).statusCode())
                .as("the tag of the other form")
                .isEqualTo(200);
    }

    @Test
    void headHasTheHeadersOfGet() throws Exception {
        HttpResponse<byte[]> get = get(STYLE);
        HttpResponse<byte[]> head = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + STYLE))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : new String[] {"Content-Type", "Content-Length", "ETag", "Content-Security-Policy"}) {
            assertThat(head.headers().firstValue(name))
                    .as(name)
                    .isPresent()
                    .isEqualTo(get.headers().firstValue(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/nothing.js", "/shared/", "/shared", "/sharedstyle.css", "/docsx", "/docs/a.b/c.d"})
    void unknownPathIsNotFound(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("unknown-route"));
    }

    /** No spelling of a path leaves the folder, and only the exact path of a file is known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/../application.properties",
                "/docs/../shared/style.css",
                "/docs/%2e%2e/application.properties",
                "/docs/..%2fapplication.properties",
                "/docs/..%2f..%2fapplication.properties",
                "/docs/%252e%252e/application.properties",
                "/docs/..\\application.properties",
                "/docs//portal.js",
                "/docs/./portal.js",
                "/docs/portal%2ejs",
                "/docs/portal.js%00.css",
                "/shared/../../problems/GatewayProblem.properties",
                "/application.properties"
            })
    void aPathThatLeavesTheFolderIsNotFound(String path) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            String answer = http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .readUntil("}");
            assertThat(answer).as(path).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
    }

    @Test
    void onlyReadsAreAccepted() {
        given().post(STYLE).then().statusCode(405).header("Allow", equalToIgnoringCase("GET, HEAD"));
        given().delete("/docs/").then().statusCode(405);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
