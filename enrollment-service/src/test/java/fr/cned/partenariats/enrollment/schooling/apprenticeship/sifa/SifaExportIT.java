package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ConcurrentVersions;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a training centre for SIFA. Another partner registers the apprentices. */
@EnrollmentIT
class SifaExportIT {

    private static final String PATH = "/v1/exports/sifa";
    private static final String ON = "?on=2026-12-31";
    private static final String FILE = PATH + ON + "&centreType=01";

    /** More than one batch of rows. */
    private static final int SEVERAL_BATCHES = 250;

    private static final int TELEPHONE = 20;
    private static final int START_OF_CONTRACT = 41;

    private final World centre = new World();
    private final World school = new World();
    private final World owner = new World();

    @BeforeEach
    void publish() {
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        centre.identifiers = "{\"uai\":\"0860022G\"}";
        centre.publish();
        school.partnerKind = "UPPER_SECONDARY_SCHOOL";
        school.identifiers = "{\"uai\":\"0170028N\"}";
        school.publish();
        owner.apprenticeship = true;
        owner.seats = 60;
        owner.capacity = 60;
        publishTraining("\"diplomaCode\":\"32033411\",");
    }

    private void publishTraining(String diplomaCode) {
        owner.trainingMore = """
                ,"rncp":"RNCP38362BC01","curriculum":{%s"durationMonths":24,"audiences":[],"languages":[],"skillBlocks":[]}""".formatted(diplomaCode);
        owner.publish();
    }

    /** @param more JSON members; each begins with a comma */
    private static String student(String more) {
        return World.student().replace("}", """
                ,"email":"a@example.org","sex":"F","nationality":"FR","birthPlaceCode":"29233","telephone":"0612345678",
                "address":{"lines":["12 rue du Port"],"postalCode":"29300","city":"Quimperlé"},
                "situation":{"apprentice":true},
                "sifa":{"trainingYear":"1A","residenceCode":"29233","previousSituation":"31","highestDiploma":"08",
                  "lastYearClass":"3033","lastYearSchool":"0290009C"}%s}""".formatted(more)).replace("\n", " ");
    }

    private static String enrolled(World world, String student) {
        Response enrolled = world.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                .formatted(world.agreement, world.offering, student));
        enrolled.then().statusCode(201);
        return enrolled.path("id");
    }

    private String contract(World world, String enrollment) {
        return contract(
                world, enrollment, ",\"hostSchoolId\":\"" + school.partner + "\",\"hostSchoolStructure\":\"UFA\"");
    }

    /** @param more JSON members; each begins with a comma */
    private String contract(World world, String enrollment, String more) {
        Response created = Api.as(world.token())
                .body("""
                        {"enrollmentId":"%s","employerSiret":"35600000049837","startsOn":"2026-10-01","endsOn":"2028-09-30",
                         "trainingCentreId":"%s"%s}""".formatted(enrollment, centre.partner, more))
                .post("/v1/apprenticeship-contracts");
        created.then().statusCode(201);
        return created.path("id");
    }

    private RequestSpecification host() {
        return Api.as(Tokens.partnerOnlyWith(centre.partner, APPRENTICESHIP_HOST));
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private String[] lines(String on) {
        Response answer = host().get(PATH + "?on=" + on + "&centreType=01");
        answer.then().statusCode(200);
        return answer.asString().isEmpty() ? new String[0] : answer.asString().split("\r\n", -1);
    }

    @Test
    void fiftyApprenticesPassEveryCheckAndTwentyErrorsAreNamed() {
        String[] rows = IntStream.range(0, 50)
                .mapToObj(i -> "{\"offeringId\":\"%s\",\"student\":%s}"
                        .formatted(owner.offering, student(",\"ine\":\"" + World.ine() + "\"")))
                .toArray(String[]::new);
        JsonNode imported = Api.json(owner.importing(rows));
        assertThat(imported.at("/counts/accepted").asInt())
                .as(imported.toString())
                .isEqualTo(50);
        Map<String, String> contracts = new LinkedHashMap<>();
        imported.path("rows")
                .forEach(row -> contracts.put(
                        row.path("studentId").asText(),
                        contract(owner, row.path("enrollmentId").asText())));

        host().get(PATH + "/checks" + ON).then().statusCode(200).body("items", empty());
        String[] lines = lines("2026-12-31");
        assertThat(lines).hasSize(50 + 1).endsWith("");
        for (String line : List.of(lines).subList(0, 50)) {
            assertThat(line.split(";", -1)).hasSize(47);
        }

        Map<String, String> expected = plant(List.copyOf(contracts.keySet()), contracts);
        assertThat(expected).hasSizeGreaterThan(20);
        for (JsonNode item : Api.json(host().get(PATH + "/checks" + ON)).path("items")) {
            assertThat(contracts.get(item.path("studentId").asText()))
                    .isEqualTo(item.path("contractId").asText());
        }
        assertThat(findings("")).isEqualTo(expected);
        assertThat(findings("&limit=7")).isEqualTo(expected);
        assertThat(lines("2026-12-31")).hasSize(50 + 1);
    }

    /** By contract. */
    private Map<String, String> plant(List<String> students, Map<String, String> contracts) {
        Map<String, String> errors = new LinkedHashMap<>();
        errors.put("{\"sex\":null}", "MISSING SEXE");
        errors.put("{\"birthPlaceCode\":null}", "MISSING LIEU_NAIS");
        errors.put("{\"address\":null}", "MISSING ADRESSE");
        errors.put("{\"familyName\":\"Иванов\"}", "MISSING NOM");
        errors.put("{\"sifa\":{\"trainingYear\":null}}", "MISSING AN_FORM");
        errors.put("{\"sifa\":{\"lastYearClass\":null}}", "MISSING SIT_N_1");
        errors.put("{\"sifa\":{\"lastYearSchool\":null}}", "MISSING ETAB_N_1");
        errors.put("{\"sifa\":null}", "MISSING AN_FORM, MISSING SIT_N_1, MISSING ETAB_N_1");
        String line = "\"" + "x".repeat(100) + "\"";
        errors.put("{\"address\":{\"lines\":[" + line + "," + line + "]}}", "TOO_LONG ADRESSE");
        errors.put("{\"sifa\":{\"trainingYear\":\"3A\"}}", "YEAR_OF_TRAINING AN_FORM");
        errors.put("{\"birthDate\":\"2013-06-01\"}", "AGE DATE_NAIS");
        errors.put("{\"birthDate\":\"1950-06-01\"}", "AGE DATE_NAIS");
        errors.put("{\"birthDate\":\"2009-06-01\",\"sifa\":{\"lastYearClass\":\"4001\"}}", "CLASS_OF_AGE SIT_N_1");
        errors.put("{\"birthDate\":\"2008-06-01\",\"sifa\":{\"lastYearClass\":\"4113\"}}", "CLASS_OF_AGE SIT_N_1");
        errors.put("{\"sifa\":{\"lastYearSchool\":\"0290009A\"}}", "WRONG_UAI ETAB_N_1");
        errors.put("{\"sifa\":{\"lastYearClass\":\"5903\"}}", "SCHOOL_NOT_CONCERNED ETAB_N_1");
        errors.put("{\"sifa\":{\"lastYearSchool\":\"995\"}}", "SCHOOL_EXPECTED ETAB_N_1");
        errors.put(
                "{\"sifa\":{\"lastYearClass\":\"2001\",\"previousSituation\":\"41\"}}",
                "SITUATION_OF_CLASS SIT_AV_APP");
        errors.put("{\"sifa\":{\"lastYearClass\":\"2001\",\"highestDiploma\":\"11\"}}", "DIPLOMA_OF_CLASS DIP_OBT");
        errors.put("{\"sifa\":{\"residenceCode\":\"17300\"}}", "RESIDENCE COM_RESID");
        errors.put("{\"sifa\":{\"residenceCode\":\"99131\"}}", "RESIDENCE COM_RESID");
        Map<String, String> expected = new HashMap<>();
        errors.forEach((patch, finding) -> {
            String student = students.get(expected.size());
            Api.as(owner.token())
                    .contentType("application/merge-patch+json")
                    .header("If-Match", "\"0\"")
                    .body(patch)
                    .patch("/v1/students/" + student)
                    .then()
                    .statusCode(200);
            expected.put(contracts.get(student), finding);
        });
        return expected;
    }

    private Map<String, String> findings(String limit) {
        Map<String, String> found = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page =
                    Api.json(host().get(PATH + "/checks" + ON + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
            for (JsonNode item : page.path("items")) {
                List<String> all = item.findValuesAsText("code");
                List<String> columns = item.findValuesAsText("column");
                found.put(
                        item.path("contractId").asText(),
                        String.join(
                                ", ",
                                IntStream.range(0, all.size())
                                        .mapToObj(i -> all.get(i) + " " + columns.get(i))
                                        .toList()));
            }
            cursor = page.path("next").asText();
        } while (!cursor.isEmpty());
        return found;
    }

    @Test
    void theFileHasTheColumnsOfTheInstructionsByteByByte() {
        String ine = World.ine();
        contract(
                owner,
                enrolled(owner, student(",\"ine\":\"" + ine + "\"").replaceFirst("Étudiant \\d+", "L’Étudiant-Né")));
        Response answer = host().get(FILE);

        answer.then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", "attachment; filename=\"sifa-2026-12-31.csv\"");
        assertThat(answer.asByteArray())
                .isEqualTo((ine + ";0860022G;01;0170028N;0170028N;UFA;APP;32033411;;24;24;1A;L ETUDIANT-NE;;CAMILLE;;;"
                                + "12 RUE DU PORT;29300;29233;0612345678;;;;;a@example.org;;;06052004;29233;2;;;;1;31;08;"
                                + "3033;0290009C;;" + owner.offeringStarts.replaceFirst("(....)-(..)-(..)", "$3$2$1")
                                + ";01102026;;;;;35600000049837\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        officer()
                .get("/v1/audit/enrollment?objectType=sifa&objectId=" + centre.partner)
                .then()
                .body("items", hasSize(1));
    }

    /** A writer changes telephones and contracts of all apprentices at once, again and again. */
    @Test
    void aFileIsOneSnapshotWhileDataChange() {
        owner.seats = SEVERAL_BATCHES;
        owner.capacity = SEVERAL_BATCHES;
        publishTrainingAgain("\"diplomaCode\":\"32033411\",");
        for (int file = 0; file < 2; file++) { // a longer one is imported by a job, later
            Response imported = owner.importing(IntStream.range(0, SEVERAL_BATCHES / 2)
                    .mapToObj(i -> "{\"offeringId\":\"%s\",\"student\":%s}".formatted(owner.offering, student("")))
                    .toArray(String[]::new));
            imported.then().body("counts.accepted", equalTo(SEVERAL_BATCHES / 2));
        }
        World.execute("""
                insert into apprenticeship_contract (id, version, enrollment_id, student_id, partner_id, employer_siret,
                                                     starts_on, ends_on, training_centre_id, history)
                select gen_random_uuid(), 0, e.id, e.student_id, e.partner_id, '35600000049837', '2026-01-01',
                       '2028-09-30', ?, '[]'
                from enrollment e where e.offering_id = ?""", centre.partner, owner.offering);
        World.execute("""
                update student set details = jsonb_set(details, '{telephone}', '"0600000000"')
                where id in (select student_id from enrollment where offering_id = ?)""", owner.offering);

        ConcurrentVersions.readWhileWriting(
                version -> World.execute(
                        """
                        with called as (
                          update student set details = jsonb_set(details, '{telephone}', to_jsonb(cast(? as text)))
                          where id in (select student_id from enrollment where offering_id = ?))
                        update apprenticeship_contract set starts_on = cast(? as date) where training_centre_id = ?""",
                        "06%08d".formatted(version),
                        owner.offering,
                        startOf(version).toString(),
                        centre.partner),
                () -> onlyVersion(lines("2026-12-31")));
    }

    private static LocalDate startOf(int version) {
        return LocalDate.of(2026, 1, 1).plusDays(version % 200);
    }

    private static String onlyVersion(String[] lines) {
        assertThat(lines).hasSize(SEVERAL_BATCHES + 1);
        Set<String> versions = new HashSet<>();
        for (String line : List.of(lines).subList(0, SEVERAL_BATCHES)) {
            String[] cells = line.split(";", -1);
            versions.add(cells[TELEPHONE] + " " + cells[START_OF_CONTRACT]);
        }
        assertThat(versions).hasSize(1);
        String version = versions.iterator().next();
        LocalDate start = startOf(Integer.parseInt(version.substring(2, 10)));
        assertThat(version).endsWith(" " + start.format(DateTimeFormatter.ofPattern("ddMMyyyy")));
        return version;
    }

    @Test
    void anApprenticeWithoutAHostSchoolIsTrainedAtTheCentre() {
        contract(owner, enrolled(owner, student("")), "");

        assertThat(lines("2026-12-31")[0]).contains(";0860022G;01;0860022G;NC;NC;APP;");
        host().get(PATH + "/checks" + ON).then().body("items", empty());
    }

    @Test
    void aFileNamesCertificationsWhenADiplomaHasNoCode() {
        publishTrainingAgain("");
        contract(owner, enrolled(owner, student("")));

        assertThat(lines("2026-12-31")[0]).contains(";APP;;RNCP38362;24;");
        host().get(PATH + "/checks" + ON).then().body("items", empty());
    }

    private void publishTrainingAgain(String diplomaCode) {
        owner.revision++;
        publishTraining(diplomaCode);
    }

    @Test
    void anApprenticeIsInTheFileDuringTheContractAndSixMonthsAfterItBroke() {
        String id = contract(owner, enrolled(owner, student("")));
        assertThat(lines("2026-09-30")).isEmpty();
        assertThat(lines("2026-10-01")).hasSize(2);
        assertThat(lines("2028-10-01")).isEmpty();
        Api.as(owner.token())
                .body("{\"rupturedOn\":\"2027-01-15\",\"cause\":\"MUTUAL_AGREEMENT\"}")
                .post("/v1/apprenticeship-contracts/" + id + "/rupture")
                .then()
                .statusCode(200);

        assertThat(lines("2027-01-14")[0]).contains(";01102026;;;;;35600000049837");
        assertThat(lines("2027-01-15")[0]).contains(";01102026;15012027;;;;35600000049837");
        assertThat(lines("2027-07-15")[0]).contains(";01102026;15012027;;;;35600000049837");
        assertThat(lines("2027-07-16")).isEmpty();
    }

    @Test
    void anApprenticeWhoLeftOrWasErasedIsNotInTheFile() {
        String enrollment = enrolled(owner, student(""));
        contract(owner, enrollment);
        Response left =
                officer().body("{\"reason\":\"other plans\"}").post("/v1/enrollments/" + enrollment + "/cancellation");
        left.then().statusCode(200);
        assertThat(lines("2026-12-31")).isEmpty();
        assertThat(lines("2026-10-15")).hasSize(2);

        officer()
                .post("/v1/students/" + left.path("studentId") + "/erasure")
                .then()
                .statusCode(200);
        assertThat(lines("2026-10-15")).isEmpty();
    }

    /** The student left after the rupture, or the registration was a mistake. */
    @ParameterizedTest
    @ValueSource(strings = {"cancellation", "annulment"})
    void anApprenticeWhoLeftAfterTheRuptureIsNotInTheFile(String end) {
        String enrollment = enrolled(owner, student(""));
        String contract = contract(owner, enrollment);
        Api.as(owner.token())
                .body("{\"rupturedOn\":\"2026-11-01\",\"cause\":\"MUTUAL_AGREEMENT\"}")
                .post("/v1/apprenticeship-contracts/" + contract + "/rupture")
                .then()
                .statusCode(200);
        assertThat(lines("2026-12-31")).hasSize(2);

        officer()
                .body("{\"reason\":\"other plans\"}")
                .post("/v1/enrollments/" + enrollment + "/" + end)
                .then()
                .statusCode(200);

        assertThat(lines("2026-12-31")).isEmpty();
    }

    @Test
    void theSamePersonAtTwoPartnersIsNamed() {
        String student = student(",\"ine\":\"" + World.ine() + "\"");
        World other = new World();
        other.apprenticeship = true;
        other.trainingMore = owner.trainingMore;
        other.publish();
        contract(owner, enrolled(owner, student));
        contract(other, enrolled(other, student));

        host().header("Accept-Language", "fr")
                .get(PATH + "/checks" + ON)
                .then()
                .body("items", hasSize(2))
                .body("items[0].findings.code", contains("TWICE", "TWICE"))
                .body("items[0].findings.column", contains("INE_RNIE", "NOM"))
                .body("items[0].findings.field", contains("student.ine", "student.familyName"))
                .body("items[0].findings[1].text", startsWith("Un autre apprenti du fichier"));
    }

    @Test
    void onlyTheTrainingCentreAndTheOfficeReadTheFile() {
        contract(owner, enrolled(owner, student("")));
        byte[] file = host().get(FILE).asByteArray();
        assertThat(file).isNotEmpty();
        assertThat(Api.as(centre.token())
                        .get(FILE + "&trainingCentreId=" + centre.partner)
                        .asByteArray())
                .isEqualTo(file);
        assertThat(officer().get(FILE + "&trainingCentreId=" + centre.partner).asByteArray())
                .isEqualTo(file);

        World stranger = new World();
        stranger.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        stranger.publish();
        for (String path : List.of(FILE, PATH + "/checks" + ON)) {
            Api.as(owner.token()).get(path).then().spec(problem(409, "not-a-training-centre"));
            Api.as(Tokens.partnerOnlyWith(school.partner, APPRENTICESHIP_HOST))
                    .get(path)
                    .then()
                    .spec(problem(409, "not-a-training-centre"));
            Api.as(stranger.token())
                    .get(path + "&trainingCentreId=" + centre.partner)
                    .then()
                    .spec(invalid("/trainingCentreId", "not-a-training-centre"));
            officer().get(path).then().spec(invalid("/trainingCentreId", "required"));
            host().get(path.replace(ON + "&", "?").replace(ON, "")).then().spec(invalid("/on", "required"));
            host().get(path.replace("12-31", "02-30")).then().spec(problem(400, "no-such-day"));
            Api.as(Tokens.sign(Tokens.claims("host", APPRENTICESHIP_HOST)
                            .claim("partner_id", centre.partner.toString())
                            .claim("site_ids", List.of(centre.site.toString()))))
                    .get(path)
                    .then()
                    .spec(problem(403, "limited-to-sites"));
        }
        assertThat(Api.as(stranger.token()).get(FILE).asByteArray()).isEmpty();
        Api.as(stranger.token()).get(PATH + "/checks" + ON).then().body("items", empty());
    }

    @Test
    void theTypeOfTheTrainingCentreIsACodeOfSifa() {
        host().get(PATH + ON).then().spec(invalid("/centreType", "required"));
        host().get(PATH + ON + "&centreType=11")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors[0].code", equalTo("invalid-value"));
    }

    @Test
    void theFileIsThreeStatements() {
        contract(owner, enrolled(owner, student("")));
        assertThat(SqlCount.total(World.statements(() -> host().get(FILE).then().statusCode(200))))
                .isEqualTo(2 * SqlCount.SCOPE + 3);
    }
}
