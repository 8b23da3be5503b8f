package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The apprentices of a training centre: contracts, dashboard, file for SIFA, and the school that hosts them. */
@Order(12)
class TrainingCentreWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 10;

    private static JsonNode connections(Fixture fixture) {
        return read(fixture, "/v1/connections").path("items");
    }

    @Test
    void aTrainingCentreKeepsItsContractsAndItsKeyForTheDashboardWithTheKeyboard() {
        Fixture fixture = staffOf(Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL"))
                .inApprenticeship();
        String name = "Apprenti " + unique();
        String enrollment = fixture.apprentice(name);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/enrollment/" + enrollment);
        awaitHeading(page, "Inscription de " + name);
        ask(page, button(page, "Enregistrer un contrat"));
        assertThat(page.locator("dialog[open] select").count())
                .as("it names no other centre")
                .isZero();
        type(page, "employerSiret", "73282932000074");
        field(page, "startsOn").fill(Fixture.today().minusDays(10).toString());
        field(page, "endsOn").fill(Fixture.today().plusMonths(6).toString());
        decide(page);
        awaitText(page, "Le contrat est enregistré");
        ask(page, button(page, "Corriger le contrat"));
        field(page, "endsOn").fill(Fixture.today().plusMonths(5).toString());
        decide(page);
        awaitText(page, "Le contrat est corrigé");
        check(page, "fr", "partner-contract");
        JsonNode contract = read(fixture, "/v1/apprenticeship-contracts?enrollmentId=" + enrollment)
                .at("/items/0");
        assertThat(contract.path("trainingCentreId").asText())
                .isEqualTo(fixture.partner().toString());
        assertThat(contract.path("endsOn").asText())
                .isEqualTo(Fixture.today().plusMonths(5).toString());

        choose(page, "Tableau de bord et Opco");
        ask(page, button(page, "Enregistrer une clé"));
        field(page, "system").selectOption("DASHBOARD");
        Locator key = field(page, "key");
        assertThat(key.getAttribute("type")).isEqualTo("password");
        assertThat(key.getAttribute("autocomplete")).isEqualTo("off");
        type(page, "key", "deux mots");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=key][aria-invalid=true]").waitFor();
        assertAccessible(page);
        key.fill(OutsideSystems.KEY);
        decide(page);
        awaitText(page, "Le passage commence");
        awaitUntil(() -> connections(fixture).at("/0/lastRun/outcome").asText().equals("DONE"));

        choose(page, "Inscriptions");
        choose(page, "Tableau de bord et Opco");
        Locator dashboard = row(page, "Tableau de bord");
        assertThat(dashboard.textContent()).contains("Fait");
        check(page, "fr", "connections");
        press(page, dashboard.locator("a"));
        awaitHeading(page, "À corriger pour le tableau de bord");
        assertThat(row(page, name).textContent()).contains("etablissement_responsable_uai Champ obligatoire");
        check(page, "fr", "dashboard-records");

        choose(page, "Tableau de bord et Opco");
        ask(page, button(page, "Déconnecter"));
        assertThat(page.locator("dialog[open]").textContent()).contains("Tableau de bord");
        decide(page);
        awaitText(page, "La clé est supprimée.");
        awaitText(page, "Aucun centre de formation n’est relié.");
        assertThat(connections(fixture)).isEmpty();
        assertThat(page.locator("main").textContent())
                .doesNotContain(fixture.partner().toString());
    }

    @Test
    void aTrainingCentreCompletesAnApprenticeAndDownloadsItsFileForSifaWithTheKeyboard() throws IOException {
        Fixture fixture = staffOf(Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL"))
                .inApprenticeship();
        String name = "Apprenti " + unique();
        String enrollment = fixture.apprentice(name);
        LocalDate today = Fixture.today();
        Platform.http()
                .create(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/apprenticeship-contracts", """
                {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"%s","endsOn":"%s",
                 "trainingCentreId":"%s"}""".formatted(
                                enrollment, today.minusDays(10), today.plusMonths(6), fixture.partner()));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "Fichier pour SIFA");
        assertThat(input(page, "on").inputValue()).endsWith("-12-31");
        input(page, "on").fill(today.toString());
        press(page, button(page, "Filtrer"));
        awaitText(page, name);
        assertThat(row(page, name).textContent())
                .contains("Sexe\u00a0: Cette valeur est obligatoire.", "Année de formation\u00a0: ");
        check(page, "fr", "sifa");
        press(page, link(page, name + " Camille"));
        awaitHeading(page, name);
        ask(page, button(page, "Corriger les données"));
        field(page, "sex").selectOption("F");
        type(page, "sifa-trainingYear", "9Z");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=sifa-trainingYear][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "sifa-trainingYear").fill("1A");
        decide(page);
        awaitText(page, "Les données de l’étudiant sont corrigées");
        String student =
                read(fixture, "/v1/enrollments/" + enrollment).path("studentId").asText();
        assertThat(read(fixture, "/v1/students/" + student)
                        .at("/sifa/trainingYear")
                        .asText())
                .isEqualTo("1A");

        page.navigate("/app/#/sifa?on=" + today);
        awaitHeading(page, "Fichier pour SIFA");
        awaitText(page, name);
        assertThat(row(page, name).textContent()).doesNotContain("Sexe", "Année de formation", student);
        ask(page, button(page, "Télécharger le fichier"));
        field(page, "centreType").selectOption("09");
        Download file = page.waitForDownload(() -> decide(page));
        awaitText(page, "Le fichier est téléchargé.");
        assertThat(file.suggestedFilename()).isEqualTo("sifa-" + today + ".csv");
        assertThat(Files.readAllLines(file.path()))
                .singleElement()
                .satisfies(line -> assertThat(line.split(";", -1)).hasSize(47).contains("09", "1A", "CAMILLE"));
    }

    /** Does what the person does with the link of the invitation. The realm has no mail server. */
    private static void followTheInvitation(String email) {
        ApiClient keycloak = new ApiClient(Platform.get().keycloak().url());
        String token = Platform.get().keycloakAdministration().administratorToken();
        Map<String, String> headers = new HashMap<>(ApiClient.headers(token));
        headers.put("Content-Type", "application/json");
        String users = "/admin/realms/cned/users";
        String id = keycloak.get(token, users + "?exact=true&email=" + email)
                .body()
                .at("/0/id")
                .asText();
        ObjectNode account = (ObjectNode) keycloak.get(token, users + '/' + id).body();
        account.put("emailVerified", true).putArray("requiredActions");
        assertThat(keycloak.send("PUT", users + '/' + id, account.toString(), headers)
                        .status())
                .isEqualTo(204);
        String password = """
                {"type":"password","value":"%s","temporary":false}""".formatted(Platform.get().demoPassword());
        assertThat(keycloak.send("PUT", users + '/' + id + "/reset-password", password, headers)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aHostSchoolInvitesAPersonWhoReadsItsApprenticesOnlyWithTheKeyboard() {
        Fixture centre = begun(Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL"))
                .inApprenticeship();
        String run = unique().toLowerCase(Locale.ROOT);
        String site = centre.site("Site " + run);
        Fixture school = Fixture.of("UPPER_SECONDARY_SCHOOL", SEATS, SEATS, "INDIVIDUAL");
        String hosted = centre.apprentice("Accueilli " + run);
        awaitActive(centre, hosted);
        String contract = centre.contract(hosted, ",\"hostSchoolId\":\"" + school.partner() + '"');
        centre.contract(centre.apprentice("Ailleurs " + run), "");
        String week = Fixture.today().format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
        Platform.http().postSuccessfully(centre.token(), "/v1/attendance", """
                {"siteId":"%s","week":"%s","entries":[{"enrollmentId":"%s","hours":7}]}""".formatted(site, week, hosted));

        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, school.partner(), "ADMINISTERS");
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "Personnes");
        ask(page, button(page, "Inviter une personne"));
        String email = "nour-" + run + "@example.org";
        type(page, "firstName", "Nour");
        type(page, "lastName", "Petit " + run);
        type(page, "email", email);
        field(page, "role").selectOption("HOSTS_APPRENTICES");
        assertAccessible(page);
        decide(page);
        awaitText(page, "le courriel n’est pas parti");
        assertThat(row(page, "Petit " + run).textContent()).contains("Lit seulement les apprentis accueillis");
        assertThat(kept(school, "people").path(0).path("role").asText()).isEqualTo("HOSTS_APPRENTICES");

        followTheInvitation(email);
        Page host = workspace(email, "fr");
        host.setViewportSize(PHONE, HEIGHT);
        check(host, "fr", "host-home");
        assertThat(host.locator("nav.side a").allTextContents()).containsExactly("Apprentis");
        choose(host, "Apprentis");
        Locator apprentice = row(host, "Accueilli " + run);
        assertThat(apprentice.textContent()).contains("Établissement d’accueil", "En cours", week);
        assertThat(host.locator("main tbody tr").count()).isOne();
        assertThat(host.locator("main").textContent()).doesNotContain("Ailleurs", contract);
        check(host, "fr", "apprentices");
        press(host, apprentice.locator("a"));
        awaitHeading(host, "Accueilli " + run + " Camille");
        assertThat(host.locator("main tbody tr").textContent()).contains(week, "7");
        assertThat(host.locator("main button").count()).isZero();
        check(host, "fr", "apprentice");

        assertThat(host.evaluate("import('/shared/api.js').then((api) => api.get('/v1/apprentices'))"
                        + ".then((list) => list.items.map((one) => one.contractId).join())"))
                .isEqualTo(contract);
        for (String closed : List.of("enrollments", "students", "agreements", "people")) {
            assertThat(host.evaluate("import('/shared/api.js').then((api) => api.get('/v1/" + closed + "'))"
                            + ".then(() => 200, (problem) => problem.status)"))
                    .as(closed)
                    .isEqualTo(403);
        }
        host.navigate("/app/#/students");
        awaitText(host, "votre rôle ne l’ouvre pas");
    }
}
