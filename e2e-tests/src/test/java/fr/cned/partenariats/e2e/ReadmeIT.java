package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.RequiredPrograms;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xml.sax.SAXException;

/** The README's commands give the documented answers, and the demonstration data match docs/demonstration-data.md. */
@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
@Tag("nightly")
class ReadmeIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> PROGRAMS = List.of("curl", "sed", "tee", "date", "jq", "grep", "awk");
    private static final String CAMPUS_CONNECTES = "network=CAMPUS_CONNECTES";
    private static final String DIGITALES_ACADEMIES = "network=DIGITALES_ACADEMIES";
    private static final String YEAR_OF_THE_REPORT = "&asOf=2022-12-31";
    private static final String GENERATED = " (démonstration)";
    private static final Pattern FORMATION = Pattern.compile("<formation numero=\"([^\"]+)\"");

    /** The schema of LHEO, which is no part of the project. */
    private static final Path LHEO =
            Path.of("../../shared/standards/lheo-2.3.xsd").toAbsolutePath();

    private static final Pattern FIGURE = Pattern.compile("\\d+(?: \\d{3})*");

    private static HealthyPlatform healthy;
    private static ApiClient http;
    private static JsonNode totalBeforeTheCommands;
    private static long seatsBeforeTheCommands;

    private final String document = read("docs/demonstration-data.md");

    @BeforeAll
    static void load() {
        healthy = HealthyPlatform.get(DemoSize.FULL);
        http = new ApiClient(healthy.platform().gatewayUrl());
        LoadedDemo demo = healthy.demo();
        healthy.platform().writeClientsFile(Optional.of(demo));
        long holdingSeats = Long.parseLong(Platform.rows(
                        healthy.platform(),
                        ServiceKind.ENROLLMENT,
                        "select count(*) from enrollment where state in"
                                + " ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')")
                .get(0));
        await("all registrations are counted").until(() -> enrollments("") == holdingSeats);
        totalBeforeTheCommands =
                get(Platform.ENROLLMENT_OFFICE, "/v1/statistics").path("total");
        JsonNode quota = get(Platform.PARTNERSHIP_OFFICE, "/v1/agreements/" + demo.exampleAgreement())
                .at("/seatQuotas/0");
        seatsBeforeTheCommands = enrollments("agreementId=" + demo.exampleAgreement() + "&academicYear="
                + quota.path("academicYear").asText());
        await("partner-service has received all seat counts")
                .atMost(Duration.ofMinutes(2))
                .until(() -> get(Platform.PARTNERSHIP_OFFICE, "/v1/agreements/" + demo.exampleAgreement())
                                .findPath("used")
                                .asLong()
                        == seatsBeforeTheCommands);
    }

    @Test
    void commandsOfTheReadmeGiveTheDocumentedAnswers() throws IOException, InterruptedException {
        List<ReadmeExample> examples = ReadmeExample.in(read("README.md"));
        assertThat(examples)
                .as("examples with curl, with and without a table of answers")
                .anyMatch(ReadmeExample::hasTable)
                .anyMatch(example -> !example.hasTable());
        List<String> lines = examples.stream().map(ReadmeExample::lines).toList();
        RequiredPrograms.ofThisMachine().require("the curl commands of the README", programsIn(lines));

        List<List<JsonNode>> answers = new Shell(HealthyPlatform.FOLDER).answers(lines);

        for (int i = 0; i < examples.size(); i++) {
            assertThat(answers.get(i)).isNotEmpty().allSatisfy(ReadmeIT::assertAnswer);
            if (examples.get(i).hasTable()) {
                assertTable(examples.get(i).expectedAnswers(), answers.get(i));
            } else {
                assertRegistration(examples.get(i), answers.get(i));
            }
        }
    }

    /** curl 7.76 and later fails for statuses of 400 and above; older versions do not. */
    private static void assertAnswer(JsonNode answer) {
        assertThat(answer.isNull()).as("null from jq").isFalse();
        assertThat(answer.path("type").asText()).as(answer.toString()).doesNotStartWith("/problems/");
    }

    private static void assertTable(List<List<Pattern>> expected, List<JsonNode> answers) {
        assertThat(answers).as("an answer for each row of the table").hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            String answer = answers.get(i).toString();
            assertThat(expected.get(i))
                    .as("expected answer: %s", answer)
                    .isNotEmpty()
                    .allMatch(pattern -> pattern.matcher(answer).find());
        }
    }

    /** The example finds trainings, creates and reads an enrollment, and shows its seat at the documented path. */
    private static void assertRegistration(ReadmeExample example, List<JsonNode> answers) {
        assertThat(answers.stream().filter(answer -> answer.has("items")))
                .isNotEmpty()
                .allMatch(list -> !list.path("items").isEmpty());
        List<JsonNode> enrollments =
                answers.stream().filter(answer -> answer.has("studentId")).toList();
        assertThat(enrollments)
                .as("created and read")
                .hasSizeGreaterThan(1)
                .allMatch(enrollment -> List.of("CONFIRMED", "ACTIVE")
                        .contains(enrollment.path("state").asText()));
        assertThat(enrollments.stream().map(enrollment -> enrollment.path("id")).distinct())
                .hasSize(1);
        JsonNode usage = example.valueInTheLastAnswer(answers.get(answers.size() - 1));
        assertThat(usage.path("used").asLong(-1))
                .as("seats used: %s", usage)
                .isBetween(seatsBeforeTheCommands, seatsBeforeTheCommands + 1);
        assertThat(usage.path("granted").asLong())
                .isEqualTo(usage.path("requested").asLong())
                .isGreaterThan(seatsBeforeTheCommands);
        assertThat(usage.path("asOf").asText()).isNotEmpty();
    }

    @Test
    void partnersAndTrainingsMatchTheDocument() {
        List<JsonNode> partners = list(Platform.PARTNERSHIP_OFFICE, "/v1/partners");
        List<JsonNode> sites = list(Platform.PARTNERSHIP_OFFICE, "/v1/sites");
        List<JsonNode> networks = list(Platform.PARTNERSHIP_OFFICE, "/v1/networks");
        List<JsonNode> opportunities = list(Platform.PARTNERSHIP_OFFICE, "/v1/opportunities");
        List<JsonNode> trainings = list(Platform.CATALOGUE_OFFICE, "/v1/trainings");

        assertThat(document)
                .contains("| " + named(partners, "legalName") + " partners |")
                .contains("| " + networks.size() + " networks |")
                .contains("| " + named(sites, "name") + " site |")
                .contains("| " + named(trainings, "title") + " trainings |");
        long universities = partners.stream()
                .map(partner -> partner.path("legalName").asText())
                .filter(name -> name.startsWith("Université ") && name.endsWith(GENERATED))
                .count();
        assertThat(figures("| Universities |")).contains(universities);
        long generated = partners.size() - named(partners, "legalName") - universities;
        assertThat(figures("| Members and a federation |"))
                .as("without a federation and a centre")
                .contains(generated - 2);
        assertThat(figures("| Sites |")).contains((long) sites.size());
        assertThat(figures("| Opportunities |")).contains((long) opportunities.size());
        assertThat(figures("| Trainings |"))
                .contains(
                        family(trainings, "BTS"),
                        family(trainings, "BTS_AGRICOLE"),
                        family(trainings, "LICENCE"),
                        family(trainings, "MASTER"),
                        family(trainings, "DIPLOME_UNIVERSITE"));
    }

    @Test
    void theWholeCatalogueIsOneDocumentOfLheo() throws IOException, SAXException {
        HttpResponse<byte[]> answer = http.download("/v1/exports/lheo", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> exported = FORMATION
                .matcher(new String(answer.body(), StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(exported)
                .hasSizeGreaterThan(300)
                .containsExactlyInAnyOrderElementsOf(Platform.rows(healthy.platform(), ServiceKind.CATALOG, """
                select t.code from training t where t.state = 'PUBLISHED' and exists (
                  select 1 from offering o where o.training_id = t.id and o.state <> 'CANCELLED')"""));
        if (!Files.exists(LHEO)) {
            System.out.println("NOT CHECKED: validity against LHEO 2.3. Not there: " + LHEO);
            return;
        }
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(LHEO.toFile())
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(answer.body())));
    }

    @Test
    void studentsMatchTheDocument() {
        long students = totalBeforeTheCommands.path("students").asLong();
        String both = CAMPUS_CONNECTES + "&" + DIGITALES_ACADEMIES;

        assertThat(totalBeforeTheCommands.path("enrollments").asLong())
                .as("one enrollment per student")
                .isEqualTo(students);
        assertThat(figures("| Students |")).contains(students);
        for (String network : List.of(CAMPUS_CONNECTES, DIGITALES_ACADEMIES)) {
            String then = network + YEAR_OF_THE_REPORT;
            assertThat(figures(network.equals(CAMPUS_CONNECTES) ? "| Campus connectés," : "| Digitales académies,"))
                    .endsWith(enrollments(then), bts(then));
            assertThat(enrollments(network)).as("again this year").isEqualTo(2 * enrollments(then));
        }
        String then = both + YEAR_OF_THE_REPORT;
        assertThat(figures("| **both networks**")).endsWith(enrollments(then), bts(then));
        assertThat(figures("| **others together**")).containsExactly(students - enrollments(both));
    }

    @Test
    void resultsMatchTheDocument() {
        for (String family : List.of("BTS", "DAEU")) {
            JsonNode results = get(
                            Platform.ENROLLMENT_OFFICE,
                            "/v1/statistics?academicYear=2022-2023&family=" + family + "&" + CAMPUS_CONNECTES + "&"
                                    + DIGITALES_ACADEMIES)
                    .path("total")
                    .path("results");
            long passed = results.path("passed").asLong();
            assertThat(results.path("unknown").asLong(-1)).isZero();
            assertThat(figures("| " + family + " of both networks |"))
                    .containsExactly(
                            passed + results.path("failed").asLong(),
                            passed,
                            Math.round(100 * results.path("successRate").asDouble()));
        }
    }

    /** Each list of the workspace that the document names has content. */
    @Test
    void theYearOfTheDocumentIsLoaded() {
        for (String path : List.of(
                "/v1/enrollments?state=WAITLISTED",
                "/v1/enrollments?state=WITHDRAWN",
                "/v1/attendance/alerts",
                "/v1/attendance/absences",
                "/v1/attendance/site-closures",
                "/v1/students/duplicates",
                "/v1/students/due-erasures",
                "/v1/apprenticeship-contracts",
                "/v1/imports")) {
            assertThat(get(Platform.ENROLLMENT_OFFICE, path).path("items"))
                    .as(path)
                    .isNotEmpty();
        }
        JsonNode waiting = get(
                Platform.ENROLLMENT_OFFICE,
                "/v1/enrollments?state=PENDING_FUNDING&agreementId="
                        + healthy.demo().id("agreement-logis-hotels"));
        assertThat(waiting.findValues("fundings"))
                .flatExtracting(fundings -> fundings.findValuesAsText("internalNumber"))
                .containsExactlyInAnyOrder("DEMO-000001", "DEMO-000002");
        assertThat(get(Platform.ENROLLMENT_OFFICE, "/v1/people").path("items")).hasSize(1);
        assertThat(get(
                                Platform.PARTNERSHIP_OFFICE,
                                "/v1/people?partnerId=" + healthy.demo().examplePartner())
                        .path("items")
                        .findValuesAsText("state"))
                .containsExactlyInAnyOrder("INVITED", "INVITED", "SUSPENDED");
        for (String path :
                List.of("/v1/agreements?state=DRAFT", "/v1/agreements?plannedChange=PLANNED", "/v1/training-needs")) {
            assertThat(get(Platform.PARTNERSHIP_OFFICE, path).path("items"))
                    .as(path)
                    .isNotEmpty();
        }
    }

    /** All numbers in the document's row that starts with the text. */
    private List<Long> figures(String begin) {
        String row = document.lines()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .orElseThrow();
        return FIGURE.matcher(row)
                .results()
                .map(figure -> Long.valueOf(figure.group().replace(" ", "")))
                .toList();
    }

    private static long named(List<JsonNode> items, String field) {
        return items.stream()
                .filter(item -> !item.path(field).asText().endsWith(GENERATED))
                .count();
    }

    private static long family(List<JsonNode> trainings, String family) {
        return trainings.stream()
                .filter(training -> training.path("family").asText().equals(family))
                .count();
    }

    private static long enrollments(String filter) {
        return get(Platform.ENROLLMENT_OFFICE, "/v1/statistics?" + filter)
                .path("total")
                .path("enrollments")
                .asLong();
    }

    private static long bts(String filter) {
        return enrollments(filter + "&family=BTS");
    }

    private static List<String> programsIn(List<String> commands) {
        String all = String.join("\n", commands);
        return Stream.concat(Stream.of("bash"), PROGRAMS.stream().filter(all::contains))
                .toList();
    }

    private static List<JsonNode> list(String client, String path) {
        List<JsonNode> items = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(client, path + "?limit=100" + (next.isEmpty() ? "" : "&cursor=" + next));
            page.path("items").forEach(items::add);
            next = page.path("next").asText();
        } while (!next.isEmpty());
        return items;
    }

    private static JsonNode get(String client, String path) {
        Response answer = http.get(healthy.token(client), path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    private static String read(String file) {
        try {
            return Files.readString(PROJECT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
