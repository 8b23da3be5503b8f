package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Open Education API through the gateway: follows ids and pages as a partner, also behind a validating proxy. */
class OeapiIT {

    private static final String PATH = "/oeapi/v6";
    private static final String PRISM = "@stoplight/prism-cli@5.14.2";
    private static final Path PRISM_DIRECTORY = Path.of("target", "prism").toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(60);

    /** Of each collection, because other tests fill the platform at the same time. More: {@code -Doeapi.objects=}. */
    private static final int MOST_OBJECTS = Integer.getInteger("oeapi.objects", 10);

    /** The contract of the standard, which is no part of the project. */
    private static final Path CONTRACT =
            Path.of("../../shared/standards/oeapi-6.0.yaml").toAbsolutePath();

    /** From a collection to the lists below each of its objects. */
    private static final Map<String, List<String>> LISTS = Map.of(
            "academic-sessions", List.of("programme-offerings"),
            "organisations", List.of("programmes", "programme-offerings"),
            "persons", List.of("programme-offering-associations"),
            "programmes", List.of("programme-offerings"),
            "programme-offerings", List.of("programme-offering-associations"),
            "programme-offering-associations", List.of());

    private static final Map<String, String> IDS = Map.of(
            "academic-sessions", "academicSessionId",
            "organisations", "organisationId",
            "persons", "personId",
            "programmes", "programmeId",
            "programme-offerings", "programmeOfferingId",
            "programme-offering-associations", "associationId");

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    /** The paths that were read, with the query of the page. */
    private static final class Spider {

        private final ApiClient server;
        private final String prefix;
        private final String token;
        private final Set<String> objects = new HashSet<>();
        private final Set<String> fields = new TreeSet<>();

        Spider(ApiClient server, String prefix, String token) {
            this.server = server;
            this.prefix = prefix;
            this.token = token;
        }

        void followAll() {
            assertThat(read("/").path("contactEmail").asText()).isNotEmpty();
            for (String collection : List.of("academic-sessions", "organisations", "persons", "programmes")) {
                follow('/' + collection, collection);
            }
        }

        private void follow(String list, String collection) {
            Map<String, Integer> seen = new HashMap<>();
            boolean more = true;
            for (int number = 1; more; number++) {
                JsonNode page = read(list + "?pageSize=250&pageNumber=" + number);
                assertThat(page.path("pageNumber").asInt()).isEqualTo(number);
                for (JsonNode item : page.path("items")) {
                    String id = item.path(IDS.get(collection)).asText();
                    assertThat(seen.merge(id, 1, Integer::sum)).as(id).isEqualTo(1);
                    followObject('/' + collection + '/' + id, collection);
                }
                more = page.path("hasNextPage").asBoolean();
            }
        }

        private void followObject(String path, String collection) {
            long known = objects.stream()
                    .filter(object -> object.startsWith('/' + collection + '/'))
                    .count();
            if (known < MOST_OBJECTS && objects.add(path)) {
                JsonNode object = read(path);
                assertThat(object.path(IDS.get(collection)).asText()).isEqualTo(path.replaceFirst(".*/", ""));
                object.fieldNames().forEachRemaining(fields::add);
                LISTS.get(collection).forEach(list -> follow(path + '/' + list, list));
            }
        }

        private JsonNode read(String path) {
            Response answer = server.get(token, prefix + path);
            assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
            return answer.body();
        }
    }

    @Test
    void everyIdLeadsToItsObject() throws IOException {
        Fixture fixture = Fixture.with(2, 2);
        String enrolled = fixture.enroll().id();
        Spider spider = new Spider(Platform.http(), PATH, fixture.token());

        spider.followAll();

        assertThat(spider.objects)
                .contains("/programme-offering-associations/" + enrolled, "/organisations/" + fixture.partner());
        assertThat(documented()).as("docs/standards.md").containsAll(spider.fields);
        String foreign = "/programme-offering-associations/"
                + Fixture.with(1, 1).enroll().id();
        Response hidden = Platform.http().get(fixture.token(), PATH + foreign);
        assertThat(hidden.status()).isEqualTo(404);
        URI type = URI.create(hidden.body().path("type").asText());
        assertThat(type.isAbsolute()).isTrue();
        assertThat(Platform.http().get(fixture.token(), type.getPath()).status())
                .as("the page of the problem")
                .isEqualTo(200);
    }

    /** The first column of the mapping. */
    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("../docs/standards.md"));
        String mapping = page.substring(page.indexOf("| OEAPI | From |"), page.indexOf("\nFilters: "));
        Set<String> names = new TreeSet<>();
        mapping.lines()
                .map(row -> row.split("\\|", -1)[1])
                .forEach(cell -> NAME.matcher(cell).results().forEach(name -> names.add(name.group(1))));
        return names;
    }

    @Test
    void theGatewayItselfAnswersWithAbsoluteTypes() {
        Response refused = Platform.http().send("GET", PATH + "/programmes", "", Map.of());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body().path("type").asText()).matches("http://.+/problems/unauthenticated");
        Response unknown = Platform.http().get(Platform.token(Platform.CATALOGUE_APP), PATH + "/courses");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().path("type").asText()).matches("http://.+/problems/unknown-route");
    }

    @Test
    @Tag("nightly")
    void everyAnswerIsValidAgainstTheStandard() throws IOException, InterruptedException {
        String check = "OEAPI with Prism";
        if (!Files.exists(CONTRACT)) {
            System.out.println("NOT CHECKED: " + check + ". Not there: " + CONTRACT);
        }
        assumeTrue(Files.exists(CONTRACT), "the contract of OEAPI is not there");
        NpmTools.installInto(PRISM_DIRECTORY, PRISM, check);
        Fixture fixture = Fixture.with(2, 2);
        fixture.enroll();
        int port = TcpPort.anyFree();
        Process prism = new ProcessBuilder(
                        PRISM_DIRECTORY.resolve("node_modules/.bin/prism").toString(),
                        "proxy",
                        CONTRACT.toString(),
                        Platform.get().gatewayUrl().resolve(PATH).toString(),
                        "--errors",
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(PRISM_DIRECTORY.resolve("prism.log").toFile())
                .start();
        try {
            await().atMost(START).until(() -> TcpPort.answers(port));
            ApiClient proxy = new ApiClient(URI.create("http://127.0.0.1:" + port));
            assertThat(proxy.get(fixture.token(), "/programmes?pageSize=15").status())
                    .as("the proxy validates")
                    .isEqualTo(422);
            new Spider(proxy, "", fixture.token()).followAll();
        } finally {
            prism.destroy();
            if (!prism.waitFor(10, TimeUnit.SECONDS)) {
                prism.destroyForcibly();
            }
        }
    }
}
