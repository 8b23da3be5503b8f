package fr.cned.partenariats.enrollment.registration.importjob;

import static io.restassured.config.EncoderConfig.encoderConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files for imports in tests, and requests with them. */
final class ImportFile {

    static final String HEADER = "session;nom;prénoms;date de naissance;lieu de naissance";

    private ImportFile() {}

    /** @param subtype of the media type, such as {@code csv} */
    static RowSource opened(ImportKind kind, String subtype, String text) throws IOException {
        return RowSource.of(
                kind,
                new MediaType("text", subtype),
                new ByteArrayInputStream(text.getBytes(UTF_8)),
                new ObjectMapper());
    }

    /** The example of the contract for a body of this type. */
    static RowSource exampleOf(ImportKind kind, String path, String mediaType) throws IOException {
        JsonNode example = new YAMLMapper()
                .readTree(Path.of("contract/openapi.yaml").toFile())
                .path("paths")
                .path(path)
                .path("post")
                .path("requestBody")
                .path("content")
                .path(mediaType)
                .path("example");
        return opened(
                kind,
                mediaType.substring(mediaType.indexOf('/') + 1),
                example.isTextual() ? example.textValue() : example.toString());
    }

    /** A row of a new student. */
    static String row(World world) {
        return row(world.offering.toString(), "Étudiant " + UUID.randomUUID(), "2004-05-06");
    }

    static String row(String offering, String name, String birthDate) {
        return "%s;%s;Camille;%s;Quimperlé".formatted(offering, name, birthDate);
    }

    static List<String> rows(World world, int count) {
        return IntStream.range(0, count).mapToObj(i -> row(world)).toList();
    }

    static String fileOf(List<String> rows) {
        return rows.stream().collect(Collectors.joining("\n", HEADER + '\n', "\n"));
    }

    static Response send(World world, List<String> rows) {
        return send(world, fileOf(rows), "");
    }

    /** @param query more parameters; each begins with an ampersand */
    static Response send(World world, String file, String query) {
        return send(
                world.token(),
                file,
                "?agreementId=" + world.agreement + query,
                UUID.randomUUID().toString());
    }

    static Response send(String token, String file, String query, String key) {
        return sendTo("/v1/imports" + query, token, file, key);
    }

    /** @param query more parameters; each begins with an ampersand */
    static Response sendHours(World world, String file, String query) {
        return sendTo(
                "/v1/imports/attendance?siteId=" + world.site + query,
                world.token(),
                file,
                UUID.randomUUID().toString());
    }

    static Response sendTo(String path, String token, String file, String key) {
        return Api.as(token)
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("text/csv", ContentType.TEXT)))
                .contentType("text/csv; charset=UTF-8")
                .header("Idempotency-Key", key)
                .body(file)
                .post(withoutWaiting(path));
    }

    /** The test runs the job. */
    private static String withoutWaiting(String path) {
        return path + (path.contains("?") ? '&' : '?') + "wait=0";
    }

    /** The id of the job. */
    static String accepted(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        String id = answer.path("id");
        assertThat(answer.header("Location")).isEqualTo("/v1/imports/" + id);
        return id;
    }

    static Response job(World world, String id) {
        return Api.as(world.token()).get("/v1/imports/" + id);
    }

    static String rejects(World world, String id) {
        Response answer = RestAssured.given()
                .header("Authorization", "Bearer " + world.token())
                .header("Accept-Language", "fr")
                .get("/v1/imports/" + id + "/rejects.csv");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualToIgnoringCase("text/csv;charset=UTF-8");
        return new String(answer.asByteArray(), UTF_8);
    }

    /** Sends bytes as they are. */
    static HttpResponse<String> sendBytes(World world, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return sendBytes(world, "/v1/imports?agreementId=" + world.agreement, type, body);
    }

    static HttpResponse<String> sendBytes(World world, String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + withoutWaiting(path)))
                .header("Authorization", "Bearer " + world.token())
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(body)
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }
}
