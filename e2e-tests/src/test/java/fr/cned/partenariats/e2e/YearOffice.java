package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The offices of the Cned in the year of {@link PartnersYearIT}: what they create, sign and decide. */
final class YearOffice {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ApiClient http = Platform.http();
    private final String run = UUID.randomUUID().toString().substring(24).toUpperCase(Locale.ROOT);
    private final LocalDate today = Fixture.today();

    LocalDate today() {
        return today;
    }

    /** The first day of all offerings. They go on for two months after today. */
    LocalDate firstDay() {
        return today.minusDays(300);
    }

    LocalDate lastDay() {
        return today.plusDays(60);
    }

    String academicYear() {
        LocalDate day = firstDay();
        int first = day.getMonth().compareTo(Month.SEPTEMBER) < 0 ? day.getYear() - 1 : day.getYear();
        return first + "-" + (first + 1);
    }

    /** A name that no other test uses. */
    String named(String name) {
        return name + " " + run;
    }

    String trainingCode(String prefix) {
        return prefix + "-" + run;
    }

    String networkCode() {
        return "RESEAU_" + run;
    }

    private static String registry() {
        return Platform.token(Platform.PARTNERSHIP_OFFICE);
    }

    private static String catalogue() {
        return Platform.token(Platform.CATALOGUE_OFFICE);
    }

    static String enrollments() {
        return Platform.token(Platform.ENROLLMENT_OFFICE);
    }

    String network() {
        return http.create(registry(), "/v1/networks", """
                {"code":"%s","name":"%s"}""".formatted(networkCode(), named("Réseau")));
    }

    UUID partner(String kind, String name) {
        return partner(kind, name, "");
    }

    /** @param more further fields, after a comma */
    UUID partner(String kind, String name, String more) {
        return UUID.fromString(http.create(registry(), "/v1/partners", """
                {"kind":"%s","legalName":"%s (test)","relation":"AGREEMENT"%s}""".formatted(kind, named(name), more)));
    }

    /** @param labels a JSON array */
    String site(UUID partner, String name, String labels) {
        return http.create(registry(), "/v1/sites", """
                {"partnerId":"%s","name":"%s","labels":%s}""".formatted(partner, named(name), labels));
    }

    void endSite(String site, LocalDate lastDay, String target) {
        http.postSuccessfully(registry(), "/v1/sites/" + site + "/end", """
                {"endedOn":"%s","reason":"Fin du bail","students":"MOVE","targetSiteId":"%s"}""".formatted(lastDay, target));
    }

    String training(String family, String code, boolean apprenticeship) {
        String training = http.create(
                catalogue(), "/v1/trainings", """
                {"code":"%s","title":"%s (test)","family":"%s","modalities":["DISTANCE"],"apprenticeship":%s}""".formatted(trainingCode(code), named(code), family, apprenticeship));
        http.postSuccessfully(catalogue(), "/v1/trainings/" + training + "/publication", "");
        return training;
    }

    String offering(String training, int capacity, int waitingListSize, int price) {
        String offering = http.create(catalogue(), "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":%d,"waitingListSize":%d,"price":{"amount":%d,"currency":"EUR"}}""".formatted(
                        training, academicYear(), firstDay(), lastDay(), capacity, waitingListSize, price));
        http.postSuccessfully(catalogue(), "/v1/offerings/" + offering + "/opening", "");
        return offering;
    }

    /** Creates and signs an agreement of one party. */
    String agreement(String kind, UUID party, String terms) {
        String agreement = http.create(registry(), "/v1/agreements", """
                {"kind":"%s","parties":[{"partnerId":"%s","role":"SIGNATORY"}],%s}""".formatted(kind, party, terms));
        http.postSuccessfully(registry(), "/v1/agreements/" + agreement + "/signature", "{}");
        return agreement;
    }

    String quota(String family, int seats) {
        return """
                {"academicYear":"%s","family":"%s","seats":%d}""".formatted(academicYear(), family, seats);
    }

    /** Waits until the partner could register a student with this request: its objects are known everywhere. */
    void awaitEligible(YearPartner partner, String offering, String site) {
        String host = site.isEmpty() ? "" : "\"siteId\":\"" + site + "\",";
        String request = """
                {"agreementId":"%s","offeringId":"%s",%s"student":%s}""".formatted(partner.agreement(), offering, host, student("Essai", 0, ""));
        await("a registration is possible at " + site)
                .atMost(PATIENCE)
                .until(() -> http.post(partner.token(), "/v1/eligibility-checks", request)
                        .body()
                        .path("eligible")
                        .asBoolean());
    }

    /** @param situation a field with its value, or nothing */
    String student(String name, int number, String situation) {
        return """
                {"familyName":"%s","givenNames":"Camille","birthDate":"%s","birthPlace":"Quimperlé","situation":{%s}}""".formatted(familyName(name, number), birthDate(number), situation);
    }

    String familyName(String name, int number) {
        return named("%s %04d".formatted(name, number));
    }

    static LocalDate birthDate(int number) {
        return LocalDate.of(2000 + number % 5, 1 + number % 12, 1 + number % 28);
    }

    private void decide(JsonNode enrollment, String decision, String body) {
        http.postSuccessfully(
                enrollments(), "/v1/enrollments/" + enrollment.path("id").asText() + "/" + decision, body);
    }

    private void decideLine(JsonNode enrollment, String kind, String decision, String body) {
        decide(enrollment, "funding-lines/" + line(enrollment, kind) + "/" + decision, body);
    }

    /** The first line of this payer. */
    private static String line(JsonNode enrollment, String kind) {
        for (JsonNode line : enrollment.path("fundings")) {
            if (line.path("kind").asText().equals(kind)) {
                return line.path("id").asText();
            }
        }
        throw new AssertionError("no line of " + kind + ": " + enrollment);
    }

    void approve(JsonNode enrollment, String kind) {
        decideLine(enrollment, kind, "approval", "");
    }

    void approvePart(JsonNode enrollment, String kind, String amount, String payerOfTheRest) {
        decideLine(enrollment, kind, "partial-approval", """
                {"amount":%s,"rest":{"kind":"%s"},"reason":"Plafond atteint"}""".formatted(amount, payerOfTheRest));
    }

    void refuse(JsonNode enrollment, String kind) {
        decideLine(enrollment, kind, "refusal", "{\"reason\":\"Budget épuisé\"}");
    }

    void changePayer(JsonNode enrollment, String kind, String payer) {
        decideLine(enrollment, kind, "payer-change", """
                {"payer":{"kind":"%s"},"reason":"Autre payeur"}""".formatted(payer));
    }

    /** @param mention may be empty */
    void complete(JsonNode enrollment, String state, String mention) {
        decide(enrollment, "completion", "{\"result\":" + result(state, mention) + "}");
    }

    void correct(JsonNode enrollment, String state, String mention) {
        String path = "/v1/enrollments/" + enrollment.path("id").asText();
        Map<String, String> headers = new HashMap<>(ApiClient.headers(enrollments()));
        headers.put("Content-Type", "application/json");
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        headers.put(
                "If-Match",
                Objects.requireNonNull(http.get(enrollments(), path).headers().get("ETag")));
        Response corrected =
                http.send("POST", path + "/result-correction", """
                {"reason":"Le jury s’est réuni de nouveau","result":%s}""".formatted(result(state, mention)), headers);
        assertThat(corrected.status()).as(corrected.text()).isEqualTo(200);
    }

    YearMonth examSession() {
        return YearMonth.from(today.minusDays(20));
    }

    LocalDate decidedOn() {
        return today.minusDays(10);
    }

    private String result(String state, String mention) {
        if (state.equals("UNKNOWN")) {
            return "{\"state\":\"UNKNOWN\"}";
        }
        String distinction = mention.isEmpty() ? "" : "\"mention\":\"" + mention + "\",";
        return """
                {"state":"%s",%s"examSession":"%s","academy":"Grenoble","decidedOn":"%s"}""".formatted(state, distinction, examSession(), decidedOn());
    }

    void annul(JsonNode enrollment) {
        decide(enrollment, "annulment", "{\"reason\":\"Mauvais étudiant\"}");
    }

    void adaptPrice(JsonNode enrollment, String code, int price) {
        decide(enrollment, "adaptations", """
                {"code":"%s","price":{"amount":%d,"reason":"Stage à l’étranger"}}""".formatted(code, price));
    }
}
