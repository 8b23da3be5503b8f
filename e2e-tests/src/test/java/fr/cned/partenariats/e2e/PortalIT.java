package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.commons.testing.RequiredPrograms;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The developer portal in a browser. */
@Order(1)
class PortalIT extends BrowserTest {

    private static final int MAX_BYTES = 300 * 1024;
    private static final String ME = "/docs/reference/partner/getMe";

    @ParameterizedTest
    @CsvSource({
        "home, /, en",
        "accessibility, /legal/accessibility, fr",
        "notice, /legal/notice, fr",
        "privacy, /legal/privacy, fr",
        "start, /docs/, fr",
        "keys, /docs/keys, en",
        "sandbox, /docs/sandbox, fr",
        "files, /docs/files, en",
        "webhooks, /docs/webhooks, fr",
        "events, /docs/events, en",
        "standards, /docs/standards, fr",
        "limits, /docs/limits, en",
        "changelog, /docs/changelog, fr",
        "status, /docs/status, en",
        "first-week, /docs/first-week, fr",
        "first-week-tutor, /docs/first-week-tutor, en",
        "contract, /docs/reference/enrollment, en",
        "contract, /docs/reference/partner, fr",
        "operation, /docs/reference/enrollment/createEnrollment, fr",
        "search, /docs/search?q=seat, en",
        "problem, /problems/no-seat-left, fr",
        "problems, /problems/, en"
    })
    void everyPageIsAccessibleAndSmall(String name, String path, String language) {
        Page page = open(path, language);
        page.locator("main h1").waitFor();
        if (path.equals("/docs/reference/enrollment/createEnrollment")) {
            page.locator(".try-it > summary").click();
        }

        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
        assertThat(page.locator("main .message.bad").count()).isZero();
        assertAccessible(page);
        assertThat(transferred()).as("bytes of " + path).isBetween(1_000L, (long) MAX_BYTES);
        screenshot(page, "portal-" + name + "-" + language);
    }

    @Test
    void quickStartsRegisterAStudentAsTheyArePrinted() throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require("the quick start of the portal", List.of("curl", "sed"));
        ClientCredentials client = Platform.partnerClient(partnerWithOneOffering());
        Page page = open("/docs/", "en");
        page.locator("#panel-curl code").first().waitFor();
        Path folder = Files.createDirectories(Path.of("target/quick-start").toAbsolutePath());
        Files.writeString(folder.resolve("QuickStart.java"), printed(page, "java"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String credentials = "export CLIENT_ID='" + client.id() + "' CLIENT_SECRET='" + client.secret() + "'\n";

        List<List<JsonNode>> answers =
                new Shell(folder).answers(List.of(credentials + printed(page, "curl"), java + " QuickStart.java\n"));

        assertThat(answers).hasSize(2).allSatisfy(answer -> {
            assertThat(answer).hasSize(1);
            assertThat(answer.get(0).path("state").asText()).isEqualTo("CONFIRMED");
        });
    }

    @Test
    @Tag("nightly")
    void quickStartInTypescriptRegistersAStudentAsItIsPrinted() throws IOException, InterruptedException {
        NpmTools.install("the quick start of the portal in TypeScript");
        ClientCredentials client = Platform.partnerClient(partnerWithOneOffering());
        Page page = open("/docs/", "fr");
        page.locator("#tab-typescript").click();
        Path folder = Files.createDirectories(NpmTools.DIRECTORY.resolve("quick-start"));
        Files.writeString(folder.resolve("quick-start.mts"), printed(page, "typescript"));

        List<String> commands = page.locator("#panel-typescript code[data-language=sh]")
                .textContent()
                .lines()
                .toList();
        assertThat(commands).startsWith("npm install typescript @types/node").endsWith("node quick-start.mjs");
        List<String> tsc = List.of(commands.get(1).split(" "));
        assertThat(tsc).startsWith("npx", "tsc");
        NpmTools.Result compiled = NpmTools.run(folder, Map.of(), "tsc", tsc.subList(2, tsc.size()));
        assertThat(compiled.status()).as(compiled.output()).isZero();
        NpmTools.Result run = NpmTools.execute(
                folder,
                Map.of("CLIENT_ID", client.id(), "CLIENT_SECRET", client.secret()),
                List.of("node", "quick-start.mjs"));

        assertThat(run.status()).as(run.output()).isZero();
        String enrollment = run.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow();
        assertThat(new ObjectMapper().readTree(enrollment).path("state").asText())
                .isEqualTo("CONFIRMED");
    }

    /** As a newcomer does: sign in, make a key, run the first program with it, try the same operation on the page. */
    @Test
    void aPersonMakesAKeyAndRegistersWithItsOwnIds() throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require("the quick start of the portal", List.of("curl", "sed"));
        UUID partner = partnerWithOneOffering();
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, partner);
        Page page = open("/docs/keys", "fr");
        page.locator("#make-key").click();
        page.locator("#own-key .message.warn").waitFor();
        signIn(page, RealmAccounts.PARTNER_USER);
        page.locator("#make-key").click();
        String credentials = page.locator("#own-key code").textContent();
        assertAccessible(page);
        page.locator("#own-key a").click();
        page.locator("#panel-curl code").first().waitFor();
        Path folder = Files.createDirectories(Path.of("target/first-key").toAbsolutePath());

        List<List<JsonNode>> answers = new Shell(folder).answers(List.of(credentials + "\n" + printed(page, "curl")));

        JsonNode enrollment = answers.get(0).get(0);
        assertThat(enrollment.path("partnerId").asText()).isEqualTo(partner.toString());
        assertThat(Files.readAllLines(folder.resolve("errors.txt")))
                .extracting(line -> line.substring(0, "HTTP 200".length()))
                .containsExactly("HTTP 200", "HTTP 200", "HTTP 200", "HTTP 201");

        Page reference = open("/docs/reference/enrollment/createEnrollment", "fr");
        signIn(reference, RealmAccounts.PARTNER_USER);
        reference.waitForFunction(
                "id => document.querySelector('#try-body').value.includes(id)",
                enrollment.path("offeringId").asText());
        assertThat(send(reference))
                .contains("HTTP 201", enrollment.path("agreementId").asText());
    }

    @Test
    void theQuickStartStopsAtARefusalAndShowsIt() throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require("the quick start of the portal", List.of("curl", "sed"));
        Page page = open("/docs/", "en");
        page.locator("#panel-curl code").first().waitFor();
        Path folder = Files.createDirectories(Path.of("target/refused-key").toAbsolutePath());
        String unknown = "export CLIENT_ID=unknown CLIENT_SECRET=unknown\n";

        String printed = new Shell(folder).run("set +e\ntrap - ERR\n" + unknown + printed(page, "curl") + "exit 0\n");

        assertThat(printed).isEmpty();
        assertThat(Files.readString(folder.resolve("errors.txt")))
                .contains("HTTP 401", "invalid_client")
                .doesNotContain("/v1/me");
    }

    private static String printed(Page page, String tab) {
        return page.locator("#panel-" + tab + " code[data-language=" + tab + "]")
                .textContent();
    }

    /** The oldest open offering of the partner is the one that nobody else fills. */
    private static UUID partnerWithOneOffering() {
        Fixture fixture = Fixture.with(10, 10);
        ApiClient http = Platform.http();
        String registry = Platform.token(Platform.PARTNERSHIP_OFFICE);
        String training = http.get(fixture.token(), "/v1/trainings/" + fixture.training())
                .body()
                .path("code")
                .asText();
        String partner = http.create(registry, "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Campus connecté %s (test)","relation":"AGREEMENT"}""".formatted(training));
        String agreement =
                http.create(registry, "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"trainingCodes":["%s"]},"seatQuotas":[{"academicYear":"%s","seats":10}],
                 "fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(partner, training, Fixture.academicYear()));
        await("the registry knows the training")
                .atMost(Duration.ofSeconds(60))
                .until(() -> http.post(registry, "/v1/agreements/" + agreement + "/signature", "{}")
                        .isSuccess());
        Fixture own = new Fixture(UUID.fromString(partner), agreement, fixture.training(), fixture.offering());
        await("the catalogue and the enrollments know the agreement")
                .atMost(Duration.ofSeconds(60))
                .until(() -> http.get(own.token(), "/v1/offerings?state=OPEN&partnerId=" + partner)
                                        .body()
                                        .path("items")
                                        .size()
                                == 1
                        && http.post(own.token(), "/v1/eligibility-checks", own.request())
                                .body()
                                .path("eligible")
                                .asBoolean());
        return own.partner();
    }

    @Test
    void aPersonTriesOperationsOfTwoContractsWithOneSignIn() {
        Fixture fixture = Fixture.with(5, 5);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner());
        Page page = open(ME, "en");
        signIn(page, RealmAccounts.PARTNER_USER);

        assertThat(page.url()).endsWith(ME);
        assertThat(send(page)).contains("HTTP 200", fixture.partner().toString(), fixture.agreement());
        assertAccessible(page);
        screenshot(page, "portal-try-it-en");

        page.locator(".side a[href='/docs/reference/enrollment']").click();
        page.locator("main a[href='/docs/reference/enrollment/createEnrollment']")
                .last()
                .click();
        page.locator(".try-it > summary").click();
        page.locator("#try-body").fill(fixture.request());
        page.locator("#try-send").click();
        assertThat(result(page)).contains("HTTP 201", "\"CONFIRMED\"", "Location: ");

        page.locator("#try-body").fill("{}");
        page.locator("#try-send").click();
        page.locator("#try-result a[href^='/problems/invalid-request']").waitFor();
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Nothing was sent: the body is no JSON. Look at line 2, column 3.'",
        "fr, 'Rien n’est envoyé : le corps n’est pas du JSON. Voyez la ligne 2, colonne 3.'"
    })
    void aBodyThatIsNoJsonIsNotSent(String language, String text) {
        Page page = open("/docs/reference/enrollment/createEnrollment", language);
        page.locator(".try-it > summary").click();
        List<String> sent = new ArrayList<>();
        page.onRequest(request -> sent.add(request.url()));
        page.locator("#try-body").fill("{\n  agreementId: 1}");
        page.locator("#try-send").click();

        assertThat(result(page)).isEqualTo(text);
        assertThat(sent).noneMatch(url -> url.contains("/v1/"));
        assertThat(page.locator("#try-body:focus[aria-invalid=true]").count()).isEqualTo(1);
        assertAccessible(page);

        page.locator("#try-body").fill("{}"); // its content is up to the API
        page.locator("#try-send").click();
        page.locator("#try-result .message.warn").waitFor();
        assertThat(page.locator("#try-body[aria-invalid=true]").count()).isZero();
    }

    @Test
    void aReloadKeepsTheSignInAndSignOutEndsIt() {
        Page page = open("/docs/limits", "fr");
        signIn(page, "charge-partenariats");
        page.reload();
        page.locator("#sign-out").waitFor();
        assertThat(page.url()).endsWith("/docs/limits");
        assertThat((String) page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
                .as("no token in storage")
                .doesNotContain("eyJ");

        page.locator("#sign-out").click();
        page.locator("#sign-in").waitFor();
        page.reload();
        page.locator("#sign-in").waitFor();
    }

    @Test
    void aTokenOfAProgramCanBePasted() {
        Fixture fixture = Fixture.with(1, 1);
        Page page = open(ME, "fr");
        page.locator(".try-it > summary").click();
        page.locator("#try-send").click();
        assertThat(result(page)).contains("Vous n’êtes pas connecté");
        page.locator("#try-with-token").check();
        page.locator("#try-token").fill(fixture.token());
        page.locator("#try-send").click();
        page.locator("#try-result .message.good").waitFor();
        assertThat(result(page)).contains("HTTP 200", fixture.partner().toString());
    }

    private static String send(Page page) {
        page.locator(".try-it > summary").click();
        page.locator("#try-send").click();
        return result(page);
    }

    /** The answer has a command; a message that something is missing has none. */
    private static String result(Page page) {
        Locator result = page.locator("#try-result .message.good, #try-result .message.bad, #try-result .message.warn");
        result.waitFor();
        return page.locator("#try-result").textContent();
    }

    @Test
    void everythingIsReachedWithTheKeyboard() {
        Page page = open("/docs/", "en");
        page.locator("main h1").waitFor();
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
        page.keyboard().press("Enter");
        page.locator("#tab-curl").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("tab-java");
        assertThat(page.locator("#panel-java").isVisible()).isTrue();
        assertThat(page.locator("#panel-curl").isVisible()).isFalse();
        page.keyboard().press("End");
        assertThat(page.locator("#panel-typescript").isVisible()).isTrue();

        page.locator("header input[type=search]").focus();
        page.keyboard().type("seat quota");
        page.keyboard().press("Enter");
        page.locator("main h1:has-text('seat quota')").waitFor();
        page.waitForFunction("document.activeElement.id === 'main'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no seat left", "plus de place", "createEnrollment", "inscrire un etudiant", "idempotency key"})
    void searchFindsGuidesOperationsAndCodes(String words) {
        Page page = open("/docs/", words.contains("place") || words.startsWith("inscrire") ? "fr" : "en");
        page.locator("header input[type=search]").fill(words);
        page.keyboard().press("Enter");
        String target = switch (words) {
            case "createEnrollment", "inscrire un etudiant" -> "/docs/reference/enrollment/createEnrollment";
            case "idempotency key" -> "/docs/";
            default -> "/problems/no-seat-left";
        };
        page.locator("main li a[href^='" + target + "']").first().waitFor();
    }

    @Test
    void theLanguageCanBeChosen() {
        Page page = open("/docs/keys", "en");
        page.locator("main h1:has-text('Keys and scopes')").waitFor();
        page.locator("#language").click();
        page.locator("main h1:has-text('Clés et portées')").waitFor();
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("fr");
        page.reload();
        page.locator("main h1:has-text('Clés et portées')").waitFor();
    }

    @Test
    void aFrenchPageHasFrenchTagsInTheirOrderAndSaysWhatTheChangesAre() {
        Page page = open("/docs/reference/catalog", "fr");
        page.locator("main h1:has-text('Catalogue')").waitFor();
        assertThat(page.locator(".side summary").allTextContents())
                .containsExactly(
                        "Exploitation",
                        "Exports aux standards",
                        "Formations",
                        "Piste d’audit",
                        "Sessions de formation");
        page.locator("header input[type=search]").fill("sessions de formation");
        page.keyboard().press("Enter");
        page.locator("main li a[href='/docs/reference/catalog/createOffering']").waitFor();

        Page changes = open("/docs/changelog", "fr");
        changes.locator("[data-part=changelog] li").first().waitFor();
        assertThat(changes.locator("main > p").first().textContent()).startsWith("Ce que chaque version change");
    }

    @Test
    void theTypeOfAProblemLeadsToItsPageAndToItsOperations() {
        String type = Platform.http().get("", "/v1/me").body().path("type").asText();
        Page page = open(type, "fr");
        page.locator("main a[href^='" + ME + "']").click();
        page.locator("main h1:has-text('getMe')").waitFor();
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("fr");
    }

    @Test
    void aPageThatDoesNotExistSaysSo() {
        Page page = open("/docs/nothing", "en");
        page.locator("main h1:has-text('No such page')").waitFor();
    }
}
