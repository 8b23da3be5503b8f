package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.Http.Answer;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.process.PlatformFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What a newcomer finds after {@code ./run}: all of the demonstration data, and the README's lines with the answers
 * that it promises.
 *
 * <p>On a platform of its own: soon after the load the calendar starts ten thousand enrollments, and journeys that wait
 * for silence would have to sit that out. Before the other journeys, so that no two platforms run at once.
 */
@Order(1)
class ReadmeIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CHECKOUT = Path.of("target/newcomer").toAbsolutePath();
    private static final List<String> PROGRAMS = List.of("curl", "sed", "tee", "date", "jq", "grep", "awk");
    private static final String CAMPUS_CONNECTES = "network=CAMPUS_CONNECTES";
    private static final String DIGITALES_ACADEMIES = "network=DIGITALES_ACADEMIES";
    private static final String GENERATED = " (démonstration)";
    private static final Pattern FIGURE = Pattern.compile("\\d+(?: \\d{3})*");

    private static LocalPlatform platform;
    private static Http http;
    private static JsonNode totalBeforeTheLines;
    private static long seatsBeforeTheLines;

    private final String document = read("docs/demonstration-data.md");

    @BeforeAll
    static void load() {
        platform = Platform.fresh(CHECKOUT.resolve(".local")).build().start();
        http = new Http(platform.gatewayUrl());
        LoadedDemo demo = loaded();
        platform.writeClientsFile(Optional.of(demo));
        totalBeforeTheLines = get(Platform.ENROLLMENT_OFFICE, "/v1/statistics").path("total");
        seatsBeforeTheLines = enrollments("agreementId=" + demo.exampleAgreement());
        await("the registry has heard of all seats")
                .atMost(Duration.ofMinutes(2))
                .until(() -> get(Platform.PARTNERSHIP_OFFICE, "/v1/agreements/" + demo.exampleAgreement())
                                .findPath("used")
                                .asLong()
                        == seatsBeforeTheLines);
    }

    /** As at the next start, a load goes on where it was interrupted, on a machine that stood still for instance. */
    private static LoadedDemo loaded() {
        try {
            return platform.loadDemo(DemoSize.FULL);
        } catch (PlatformFailure interrupted) {
            return platform.loadDemo(DemoSize.FULL);
        }
    }

    @AfterAll
    static void close() {
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    void theLinesOfTheReadmeAnswerWhatItSays() throws IOException, InterruptedException {
        List<ReadmeExample> examples = ReadmeExample.in(read("README.md"));
        assertThat(examples)
                .as("lines with curl, with and without a table of answers")
                .anyMatch(ReadmeExample::hasTable)
                .anyMatch(example -> !example.hasTable());
        List<String> lines = examples.stream().map(ReadmeExample::lines).toList();
        Stream.concat(Stream.of("bash"), PROGRAMS.stream().filter(String.join("\n", lines)::contains))
                .forEach(program -> assumeTrue(Shell.has(program), program + " is not here"));

        List<List<JsonNode>> answers = new Shell(CHECKOUT).answers(lines);

        for (int i = 0; i < examples.size(); i++) {
            assertThat(answers.get(i)).isNotEmpty().allSatisfy(ReadmeIT::assertAnswer);
            if (examples.get(i).hasTable()) {
                assertTable(examples.get(i).promises(), answers.get(i));
            } else {
                assertTour(examples.get(i), answers.get(i));
            }
        }
    }

    /** On statuses from 400 on curl itself has failed, unless it is older than 7.76. */
    private static void assertAnswer(JsonNode answer) {
        assertThat(answer.isNull()).as("jq's null").isFalse();
        assertThat(answer.path("type").asText()).as(answer.toString()).doesNotStartWith("/problems/");
    }

    private static void assertTable(List<List<Pattern>> promises, List<JsonNode> answers) {
        assertThat(answers).as("an answer for each row of the table").hasSameSizeAs(promises);
        for (int i = 0; i < promises.size(); i++) {
            String answer = answers.get(i).toString();
            assertThat(promises.get(i))
                    .as("what the table says of %s", answer)
                    .isNotEmpty()
                    .allMatch(promise -> promise.matcher(answer).find());
        }
    }

    /** Trainings are found, an enrollment is made and read, and its seat is where the README says. */
    private static void assertTour(ReadmeExample example, List<JsonNode> answers) {
        assertThat(answers.stream().filter(answer -> answer.has("items")))
                .isNotEmpty()
                .allMatch(list -> !list.path("items").isEmpty());
        List<JsonNode> enrollments =
                answers.stream().filter(answer -> answer.has("studentId")).toList();
        assertThat(enrollments)
                .as("made and read")
                .hasSizeGreaterThan(1)
                .allMatch(enrollment -> List.of("CONFIRMED", "ACTIVE")
                        .contains(enrollment.path("state").asText()));
        assertThat(enrollments.stream().map(enrollment -> enrollment.path("id")).distinct())
                .hasSize(1);
        JsonNode usage = example.valueInTheLastAnswer(answers.get(answers.size() - 1));
        assertThat(usage.path("used").asLong(-1))
                .as("seats used: %s", usage)
                .isBetween(seatsBeforeTheLines, seatsBeforeTheLines + 1);
        assertThat(usage.path("granted").asLong())
                .isEqualTo(usage.path("requested").asLong())
                .isGreaterThan(seatsBeforeTheLines);
        assertThat(usage.path("asOf").asText()).isNotEmpty();
    }

    @Test
    void theRegistryAndTheCatalogueHoldWhatTheDocumentSays() {
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
        long generated = partners.size() - named(partners, "legalName");
        assertThat(figures("| Members and a federation |"))
                .as("beside a federation and a centre")
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
    void theStudentsAreAsManyAsTheDocumentSays() {
        long students = totalBeforeTheLines.path("students").asLong();
        String both = CAMPUS_CONNECTES + "&" + DIGITALES_ACADEMIES;

        assertThat(totalBeforeTheLines.path("enrollments").asLong())
                .as("each enrolled once")
                .isEqualTo(students);
        assertThat(figures("| Students |")).contains(students);
        assertThat(figures("| Campus connectés,")).endsWith(enrollments(CAMPUS_CONNECTES), bts(CAMPUS_CONNECTES));
        assertThat(figures("| Digitales académies,"))
                .endsWith(enrollments(DIGITALES_ACADEMIES), bts(DIGITALES_ACADEMIES));
        assertThat(figures("| **both networks**")).containsExactly(enrollments(both), bts(both));
        assertThat(figures("| **others together**")).containsExactly(students - enrollments(both));
    }

    /** All numbers of the document's row that begins so. */
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
        Answer answer = http.get(platform.token(platform.client(client)), path);
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
