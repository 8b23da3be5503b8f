package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/** How many clicks each job of each kind of person takes from the first page of the workspace. */
@Order(14)
class ThreeClicksIT extends WorkspaceTest {

    private static final int SEATS = 5;
    private static final int MOST_CLICKS = 3;

    /** A click in the row of an object: on its link, or on a button. */
    private static final Pattern IN_ROW = Pattern.compile("\\{(\\w+)}(?:: (.+))?");

    /** Draws the first page anew. To load it again would sign the person in again, for each job. */
    private static final String HOME = """
            () => new Promise((drawn) => {
              addEventListener("hashchange", () => drawn(), { once: true });
              location.hash = location.hash === "#/" ? "#" : "#/";
            })""";

    /** A line of three-clicks.txt. */
    private record Job(String person, String name, List<String> clicks, String heading) {

        static Job parse(String line) {
            String[] columns = line.split(" \\| ", -1);
            return new Job(columns[0], columns[1], List.of(columns[2].split(" > ", -1)), columns[3]);
        }
    }

    private static List<Job> jobs() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/three-clicks.txt"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Job::parse)
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyJobTakesAtMostThreeClicksFromTheFirstPage() throws IOException {
        List<Job> jobs = jobs();
        assertThat(jobs)
                .extracting(Job::person)
                .contains(
                        PARTNER_STAFF,
                        HOST_OF_APPRENTICES,
                        PARTNERSHIP_OFFICER,
                        CATALOGUE_MANAGER,
                        ENROLLMENT_OFFICER,
                        CATALOGUE_READER,
                        OPERATOR,
                        MANAGEMENT);
        Map<String, String> objects = objectsOfTheJobs();
        Map<String, Page> pages = new HashMap<>();
        return jobs.stream()
                .map(job -> DynamicTest.dynamicTest(job.person() + ": " + job.name(), () -> {
                    assertThat(job.clicks()).hasSizeLessThanOrEqualTo(MOST_CLICKS);
                    Page page = pages.computeIfAbsent(job.person(), person -> workspace(person, "fr"));
                    page.evaluate(HOME);
                    awaitReady(page);
                    job.clicks().forEach(click -> follow(page, click, objects));
                    String heading = objects.getOrDefault(job.heading().replaceAll("[{}]", ""), job.heading());
                    page.locator("dialog[open] h2, h1", new Page.LocatorOptions().setHasText(heading))
                            .first()
                            .waitFor();
                }));
    }

    private static void follow(Page page, String click, Map<String, String> objects) {
        Matcher inRow = IN_ROW.matcher(click);
        Locator ofMenu = page.locator("nav.side")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(click).setExact(true));
        if (inRow.matches()) {
            Locator row = found(page, objects.get(inRow.group(1)));
            Locator element = inRow.group(2) == null
                    ? row.getByRole(AriaRole.LINK)
                    : row.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions()
                                    .setName(inRow.group(2))
                                    .setExact(true));
            element.first().click();
        } else if (ofMenu.count() > 0) {
            choose(page, click);
        } else {
            link(page, click).or(button(page, click)).first().click();
        }
    }

    /** The row with the text. A list with a filter by reference is searched first, because it is long. */
    private static Locator found(Page page, String text) {
        Locator reference = page.locator("main form.filters input[name=reference]");
        if (reference.count() > 0) {
            reference.first().fill(text);
            reference.first().press("Enter");
            return page.locator("main tbody tr", new Page.LocatorOptions().setHasText(text))
                    .first(); // a click waits for it: a count would see the moment without any row
        }
        return row(page, text);
    }

    /** The objects that three-clicks.txt names, each with a text of its row. */
    private static Map<String, String> objectsOfTheJobs() {
        String run = unique();
        ApiClient http = Platform.http();
        String partner = http.create(registry(), "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Tiers-lieu %s (test)","relation":"AGREEMENT"}""".formatted(run));
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, UUID.fromString(partner), "ADMINISTERS");
        http.create(registry(), "/v1/sites", """
                {"partnerId":"%s","name":"Site %s (test)"}""".formatted(partner, run));
        String agreement = """
                {"kind":"SPECIFIC","title":"%s %s","parties":[{"partnerId":"%s","role":"SIGNATORY"}],
                 "startsOn":"2022-01-01","endsOn":"%s","scope":{"families":["BTS"]},
                 "seatQuotas":[{"academicYear":"%s","seats":5}],"fundings":[{"kind":"INDIVIDUAL"}]}""";
        String ends = Fixture.today().plusDays(60).toString();
        String year = Fixture.academicYear();
        http.create(registry(), "/v1/agreements", agreement.formatted("Projet", run, partner, ends, year));
        String signed =
                http.create(registry(), "/v1/agreements", agreement.formatted("Convention", run, partner, ends, year));
        http.postSuccessfully(registry(), "/v1/agreements/" + signed + "/signature", "{}");

        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        String planned = http.create(catalogue, "/v1/trainings", """
                {"code":"P-%s","title":"BTS %s (test)","family":"BTS","level":5,"modalities":["DISTANCE"]}""".formatted(run, run));
        http.postSuccessfully(catalogue, "/v1/trainings/" + planned + "/publication", "");
        http.create(catalogue, "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":5,"price":{"amount":500.00,"currency":"EUR"}}""".formatted(
                        planned,
                        academicYearIn(200),
                        Fixture.today().plusDays(200),
                        Fixture.today().plusDays(300)));

        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String funding = ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]}";
        enrolled(fixture, "Attente " + run, "A-" + run, funding);
        enrolled(fixture, "Doublon " + run, "D-" + run, "}");
        enrolled(Fixture.with(SEATS, SEATS), "Doublon " + run, "D-" + run, "}");
        activated(enrolled(fixture, "Actif " + run, "E-" + run, "}"));
        String completed = activated(enrolled(fixture, "Admis " + run, "R-" + run, "}"));
        http.postSuccessfully(
                Platform.token(Platform.ENROLLMENT_OFFICE),
                "/v1/enrollments/" + completed + "/completion",
                "{\"result\":{\"state\":\"PASSED\"}}");
        http.postSuccessfully(registry(), "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Sportifs (test)","changes":{"adaptations":[
                 {"code":"EXTENDED_DEADLINES","nature":"PEDAGOGICAL","description":"Délais allongés"}]}}""");
        String ofStudent =
                "{\"reference\":\"S-" + run + "\",\"situation\":{\"highLevelAthlete\":true,\"apprentice\":true},";
        String athlete = fixture.request()
                .replaceFirst("Étudiant \\d+", "Sportif " + run)
                .replaceFirst("\"student\":\\{", "\"student\":" + ofStudent)
                .replaceFirst("\\{", "{\"reference\":\"S-" + run + "\",");
        assertThat(fixture.enroll(athlete, unique()).status()).isEqualTo(201);
        String code = read(Platform.CATALOGUE_OFFICE, "/v1/trainings/" + fixture.training())
                .path("code")
                .asText();
        Map<String, String> texts = new HashMap<>(Map.of("partner", run, "site", run, "training", run));
        texts.putAll(ofAgreements(agreement.formatted("Reconduite", run, partner, ends, year)));
        texts.put("file", fileWithAReject(partner));
        texts.put("draft", "Projet " + run);
        texts.put("inForce", "Convention " + run);
        texts.put("planned", "P-" + run);
        texts.put("open", code);
        texts.put("waiting", "Attente " + run);
        texts.put("duplicate", "Doublon " + run);
        texts.put("active", "E-" + run);
        texts.put("completed", "R-" + run);
        texts.put("athlete", "S-" + run);

        Fixture centre = Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL")
                .inApprenticeship();
        centre.contract(centre.apprentice("Apprenti " + run), "");
        Platform.get().setPartnerOf(RealmAccounts.HOST_USER, centre.partner(), "HOSTS_APPRENTICES");
        texts.put("apprentice", "Apprenti " + run);
        return texts;
    }

    /** A renewal that is not signed, and an agreement with a suspended funding, each with its number. */
    private static Map<String, String> ofAgreements(String agreement) {
        ApiClient http = Platform.http();
        String before = http.create(registry(), "/v1/agreements", agreement);
        http.postSuccessfully(registry(), "/v1/agreements/" + before + "/signature", "{}");
        String renewal = http.create(registry(), "/v1/agreements/" + before + "/renewal", """
                {"startsOn":"%s"}""".formatted(
                        Fixture.today().plusDays(61)));
        String suspended = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO").agreement();
        http.postSuccessfully(registry(), "/v1/agreements/" + suspended + "/fundings/OPCO/suspension", """
                {"reason":"Plus d’argent (test)"}""");
        return Map.of("renewal", numberOf(renewal), "suspended", numberOf(suspended));
    }

    private static String numberOf(String agreement) {
        return read(Platform.PARTNERSHIP_OFFICE, "/v1/agreements/" + agreement)
                .path("number")
                .asText();
    }

    /** Sends a file with a row that cannot be read. Returns a text of its row: it is the only file of the partner. */
    private static String fileWithAReject(String partner) {
        String row = FileImport.row(UUID.randomUUID().toString(), "Rejet", "31/02/2004");
        JsonNode counts = FileImport.send(
                        () -> Platform.partnerToken(UUID.fromString(partner)),
                        "/v1/imports",
                        "text/csv",
                        "convention;" + FileImport.HEADER + "aucune;" + row + "\n")
                .ended();
        assertThat(counts.path("malformed").asInt() + counts.path("refused").asInt())
                .isEqualTo(1);
        return "envoi réel";
    }

    /** The id of the enrollment of a new student. */
    private static String enrolled(Fixture fixture, String familyName, String reference, String end) {
        String request = fixture.request()
                .replaceFirst("Étudiant \\d+", familyName)
                .replaceFirst("\\{", "{\"reference\":\"" + reference + "\",")
                .replaceFirst("}$", end);
        ApiClient.Response answer = fixture.enroll(request, unique());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.id();
    }

    private static String activated(String enrollment) {
        Platform.update(
                ServiceKind.ENROLLMENT, "update enrollment set state = 'ACTIVE' where id = '" + enrollment + "'");
        return enrollment;
    }
}
