package fr.cned.partenariats.enrollment;

import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The shared fixture: a partner with an agreement and an offering, published as events of the other services. A test
 * changes the fields that it is about, and publishes.
 */
public final class World {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    public final UUID partner;
    public final UUID agreement = UUID.randomUUID();
    public final UUID quota = UUID.randomUUID();
    public final UUID training = UUID.randomUUID();
    public final UUID offering = UUID.randomUUID();
    public final UUID site = UUID.randomUUID();
    private final long number = NUMBERS.incrementAndGet();

    public long revision = 1;
    public int seats = 10;
    public int capacity = 10;
    public int waitingListSize = 0;
    public String agreementState = "IN_FORCE";
    public String agreementEnds = today().plusYears(1).toString();
    public String partnerState = "ACTIVE";
    public String identifiers = "{}";
    /** More JSON members of the partner; each begins with a comma. */
    public String partnerMore = "";

    /** More JSON members of the site; each begins with a comma. */
    public String siteMore = "";

    public String siteName = "Site (test)";

    public String partnerRelation = "AGREEMENT";
    public String agreementKind = "SPECIFIC";
    public String partnerKind = "THIRD_PLACE";
    public String scope = "{\"families\":[\"BTS\"]}";
    public String fundings =
            "[{\"kind\":\"INDIVIDUAL\",\"state\":\"AVAILABLE\"},{\"kind\":\"OPCO\",\"state\":\"AVAILABLE\"}]";
    public String tariff = "{\"discountPercent\":10}";
    public String adaptations = "[]";
    /** When empty: this partner. */
    public String parties = "";
    /** More JSON members of the agreement; each ends with a comma. */
    public String agreementMore = "";

    public String family = "BTS";
    /** More JSON members of the offering; each ends with a comma. */
    public String offeringMore = "";

    public String trainingState = "PUBLISHED";
    public String trainingTitle = "BTS (test)";
    /** More JSON members of the training; each begins with a comma. */
    public String trainingMore = "";

    public boolean apprenticeship = false;
    public String prerequisites = "{\"exemptions\":[]}";
    public String offeringState = "OPEN";
    public String offeringStarts = today().plusDays(30).toString();
    public String offeringEnds = "2030-06-30";
    public String enrollmentCloses = today().plusDays(20).toString();
    public String restrictedToNetworks = "[]";
    public String labels = "[]";
    /** When empty: one quota of {@link #seats} for any training. */
    public String seatQuotas = "";

    public World() {
        this(UUID.randomUUID());
    }

    private World(UUID partner) {
        this.partner = partner;
    }

    /** Another agreement and offering of the same partner. */
    public static World sharingPartnerOf(World other) {
        World world = new World(other.partner);
        world.revision = other.revision;
        return world;
    }

    public static LocalDate today() {
        return NoonClock.DAY;
    }

    public static World published() {
        return new World().publish();
    }

    /** Publishes all events and waits until the service has processed them. */
    public World publish() {
        publishPartner();
        publishSite();
        publishTraining();
        publishOffering();
        publishAgreement();
        await().atMost(Duration.ofMinutes(1)) // also before any test, where no other patience is set yet
                .pollInterval(Duration.ofMillis(20))
                .until(() -> revisionOf("partner_view", partner) == revision
                        && revisionOf("site_view", site) == revision
                        && revisionOf("training_view", training) == revision
                        && revisionOf("offering_view", offering) == revision
                        && revisionOf("agreement_view", agreement) == revision);
        return this;
    }

    /** Publishes the next revision of everything. */
    public World publishAgain() {
        revision++;
        return publish();
    }

    public void publishPartner() {
        send("partner.partners.v1", partner, "partner", """
                {"id":"%s","revision":%d,"kind":"%s","legalName":"Campus connecté (test)","relation":"%s",
                 "state":"%s","department":"29","identifiers":%s%s}""".formatted(
                        partner, revision, partnerKind, partnerRelation, partnerState, identifiers, partnerMore));
    }

    public void publishSite() {
        send("partner.sites.v1", site, "site", """
                {"id":"%s","revision":%d,"partnerId":"%s","name":"%s","labels":%s%s}""".formatted(site, revision, partner, siteName, labels, siteMore));
    }

    public void publishTraining() {
        send("catalog.trainings.v1", training, "training", """
                {"id":"%s","revision":%d,"code":"BTS-%d","title":"%s","family":"%s","level":5,"state":"%s",
                 "modalities":["DISTANCE"],"apprenticeship":%s,"prerequisites":%s,"providerIds":[]%s}""".formatted(
                        training,
                        revision,
                        number,
                        trainingTitle,
                        family,
                        trainingState,
                        apprenticeship,
                        prerequisites,
                        trainingMore));
    }

    public void publishOffering() {
        send("catalog.offerings.v1", offering, "offering", """
                {"id":"%s","revision":%d,"trainingId":"%s","trainingCode":"BTS-%d","academicYear":"2026-2027",
                 "modality":"DISTANCE",%s"enrollmentClosesOn":"%s","startsOn":"%s","endsOn":"%s","capacity":%d,
                 "waitingListSize":%d,"price":{"amount":1000.00,"currency":"EUR"},"state":"%s",
                 "restrictedToNetworks":%s}""".formatted(
                        offering,
                        revision,
                        training,
                        number,
                        offeringMore,
                        enrollmentCloses,
                        offeringStarts,
                        offeringEnds,
                        capacity,
                        waitingListSize,
                        offeringState,
                        restrictedToNetworks));
    }

    public void publishAgreement() {
        send("partner.agreements.v1", agreement, "agreement", """
                {"id":"%s","revision":%d,"number":"C-%d","kind":"%s","state":"%s",
                 "parties":%s,%s"startsOn":"2022-01-01","endsOn":"%s","scope":%s,
                 "seatQuotas":%s,"tariff":%s,"fundings":%s,
                 "adaptations":%s}""".formatted(
                        agreement,
                        revision,
                        number,
                        agreementKind,
                        agreementState,
                        parties.isEmpty() ? oneParty() : parties,
                        agreementMore,
                        agreementEnds,
                        scope,
                        seatQuotas.isEmpty() ? oneQuota() : seatQuotas,
                        tariff,
                        fundings,
                        adaptations));
    }

    /** @param more more JSON members; each begins with a comma */
    public static void publishNetwork(String code, String more) {
        UUID network = UUID.randomUUID();
        send("partner.networks.v1", network, "network", """
                {"id":"%s","revision":1,"code":"%s","name":"Réseau (test)"%s}""".formatted(network, code, more));
        await().until(() -> revisionOf("network_view", network) == 1);
    }

    private String oneQuota() {
        return "[{\"id\":\"%s\",\"academicYear\":\"2026-2027\",\"seats\":%d}]".formatted(quota, seats);
    }

    private String oneParty() {
        return "[{\"partnerId\":\"%s\",\"role\":\"BENEFICIARY\"}]".formatted(partner);
    }

    public String agreementNumber() {
        return "C-" + number;
    }

    public String trainingCode() {
        return "BTS-" + number;
    }

    public String token() {
        return Tokens.partner(partner);
    }

    /** A token of the partner that is limited to these sites. */
    public String tokenAt(UUID... sites) {
        return Tokens.partnerAt(partner, sites);
    }

    /** A new student at the site; returns the id of the enrollment. */
    public String enrolledAtSite() {
        return enroll(request("\"siteId\":\"" + site + "\","))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The smallest valid request: a new student who pays the price. */
    public String request() {
        return request("");
    }

    /** @param more more JSON members; each ends with a comma */
    public String request(String more) {
        return """
               {%s"agreementId":"%s","offeringId":"%s","student":%s}""".formatted(more, agreement, offering, student());
    }

    public static String student() {
        return """
               {"familyName":"Étudiant %06d","givenNames":"Camille","birthDate":"2004-05-06","birthPlace":"Quimperlé"}""".formatted(NUMBERS.incrementAndGet() % 1_000_000);
    }

    /** An unused INE. */
    public static String ine() {
        return "%010dA".formatted(NUMBERS.incrementAndGet() % 10_000_000_000L);
    }

    /** The id of a new student of this partner without an enrollment. */
    public String registeredStudent() {
        Response response = Api.as(token()).body(student()).post("/v1/students");
        return Api.json(response).path("id").textValue();
    }

    public Response enroll() {
        return enroll(request());
    }

    public Response enroll(String body) {
        return enroll(body, UUID.randomUUID().toString());
    }

    public Response enroll(String body, String key) {
        return Api.as(token()).header("Idempotency-Key", key).body(body).post("/v1/enrollments");
    }

    /** Imports rows of JSON under this agreement as its partner, and waits for their outcomes. */
    public Response importing(String... rows) {
        return importingAs(token(), UUID.randomUUID().toString(), rows);
    }

    public Response importingAs(String token, String key, String... rows) {
        return sendLines(token, key, "/v1/imports?agreementId=" + agreement, rows);
    }

    /** Sends a file of JSON rows, and waits for their outcomes. */
    public static Response sendLines(String token, String key, String path, String... rows) {
        return Api.as(token)
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)))
                .contentType("application/x-ndjson; charset=UTF-8")
                .header("Idempotency-Key", key)
                .body(String.join("\n", rows))
                .post(path);
    }

    /** Enrolls a new student and returns the id of the enrollment. */
    public String enrolled() {
        Response response = enroll();
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return Api.json(response).path("id").textValue();
    }

    public Map<String, Long> seat() {
        return counts("seat_counter", "id", quota, Set.of("requested", "granted", "used", "revision"));
    }

    public Map<String, Long> place() {
        return counts(
                "place_counter",
                "offering_id",
                offering,
                Set.of("requested", "granted", "used", "waiting", "revision"));
    }

    /** The number of enrollments that hold a seat and a place, counted from the table. */
    public long holding() {
        return number(
                "select count(*) from enrollment where offering_id = ? and state in"
                        + " ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')",
                offering);
    }

    public static long number(String sql, Object... parameters) {
        return OwnerDatabase.number(sql, parameters);
    }

    /** Statements of background jobs and of the JDBC driver. */
    private static final Pattern BACKGROUND = Pattern.compile(
            "waiting_list_work|hold_until ?<|starts_on <=|ends_on <|'TERMINATED'|"
                    + "o.state = 'CANCELLED'|o.postponed|cancelled_party_ids\\) > 0|s.ended_on <|identity_version <|undeclared|import_job(?!\\s+where state in)|into transmission_report|pg_catalog\\.");

    /** Counts the statements of repeatable work, without those of background jobs. */
    public static Map<String, Long> statements(Runnable work) {
        Map<String, Long> counts = SqlCount.least(work);
        counts.keySet().removeIf(text -> BACKGROUND.matcher(text).find());
        return counts;
    }

    public static void execute(String sql, Object... parameters) {
        OwnerDatabase.execute(sql, parameters);
    }

    private static Map<String, Long> counts(String table, String key, UUID id, Set<String> columns) {
        return columns.stream()
                .collect(Collectors.toMap(
                        column -> column,
                        column -> number("select %s from %s where %s = ?".formatted(column, table, key), id)));
    }

    private static long revisionOf(String view, UUID id) {
        return number("select revision from " + view + " where id = ?", id);
    }

    private static void send(String topic, UUID key, String aggregate, String json) {
        TestTopics.publish(topic, key.toString(), "fr.cned.partenariats." + aggregate + ".changed.v1", json);
    }
}
