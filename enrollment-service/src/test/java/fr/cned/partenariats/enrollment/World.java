package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
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
 * A partner with an agreement on a training's offering, as the other services tell of them by events.
 * Mother of all fixtures of this service: change what a test is about, and publish.
 */
final class World {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    final UUID partner;
    final UUID agreement = UUID.randomUUID();
    final UUID quota = UUID.randomUUID();
    final UUID training = UUID.randomUUID();
    final UUID offering = UUID.randomUUID();
    final UUID site = UUID.randomUUID();
    private final long number = NUMBERS.incrementAndGet();

    long revision = 1;
    int seats = 10;
    int capacity = 10;
    int waitingListSize = 0;
    String agreementState = "IN_FORCE";
    String agreementEnds = today().plusYears(1).toString();
    String partnerState = "ACTIVE";
    String partnerRelation = "AGREEMENT";
    String agreementKind = "SPECIFIC";
    String partnerKind = "THIRD_PLACE";
    String scope = "{\"families\":[\"BTS\"]}";
    String fundings = "[{\"kind\":\"INDIVIDUAL\",\"state\":\"AVAILABLE\"},{\"kind\":\"OPCO\",\"state\":\"AVAILABLE\"}]";
    String tariff = "{\"discountPercent\":10}";
    String adaptations = "[]";
    /** Further members of the agreement, each ending with a comma. */
    String agreementMore = "";

    String family = "BTS";
    String trainingState = "PUBLISHED";
    boolean apprenticeship = false;
    String prerequisites = "{\"exemptions\":[]}";
    String offeringState = "OPEN";
    String offeringStarts = today().plusDays(30).toString();
    String offeringEnds = "2030-06-30";
    String enrollmentCloses = today().plusDays(20).toString();
    String restrictedToNetworks = "[]";
    String labels = "[]";
    /** Absent: one line of so many {@code seats} for any training. */
    String seatQuotas = "";

    World() {
        this(UUID.randomUUID());
    }

    private World(UUID partner) {
        this.partner = partner;
    }

    /** Another agreement and offering of the same partner. */
    static World sharingPartnerOf(World other) {
        World world = new World(other.partner);
        world.revision = other.revision;
        return world;
    }

    static LocalDate today() {
        return NoonClock.DAY;
    }

    static World published() {
        return new World().publish();
    }

    /** Sends everything and waits until the service has taken it in. */
    World publish() {
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

    /** The same world, changed: the next revision of everything. */
    World publishAgain() {
        revision++;
        return publish();
    }

    void publishPartner() {
        send("partner.partners.v1", partner, "partner", """
                {"id":"%s","revision":%d,"kind":"%s","legalName":"Campus connecté (test)","relation":"%s",
                 "state":"%s","department":"29","identifiers":{}}""".formatted(
                        partner, revision, partnerKind, partnerRelation, partnerState));
    }

    void publishSite() {
        send("partner.sites.v1", site, "site", """
                {"id":"%s","revision":%d,"partnerId":"%s","name":"Site (test)","labels":%s}""".formatted(site, revision, partner, labels));
    }

    void publishTraining() {
        send("catalog.trainings.v1", training, "training", """
                {"id":"%s","revision":%d,"code":"BTS-%d","title":"BTS (test)","family":"%s","level":5,"state":"%s",
                 "modalities":["DISTANCE"],"apprenticeship":%s,"prerequisites":%s,"providerIds":[]}""".formatted(
                        training, revision, number, family, trainingState, apprenticeship, prerequisites));
    }

    void publishOffering() {
        send("catalog.offerings.v1", offering, "offering", """
                {"id":"%s","revision":%d,"trainingId":"%s","trainingCode":"BTS-%d","academicYear":"2026-2027",
                 "modality":"DISTANCE","enrollmentClosesOn":"%s","startsOn":"%s","endsOn":"%s","capacity":%d,
                 "waitingListSize":%d,"price":{"amount":1000.00,"currency":"EUR"},"state":"%s",
                 "restrictedToNetworks":%s}""".formatted(
                        offering,
                        revision,
                        training,
                        number,
                        enrollmentCloses,
                        offeringStarts,
                        offeringEnds,
                        capacity,
                        waitingListSize,
                        offeringState,
                        restrictedToNetworks));
    }

    void publishAgreement() {
        send("partner.agreements.v1", agreement, "agreement", """
                {"id":"%s","revision":%d,"number":"C-%d","kind":"%s","state":"%s",
                 "parties":[{"partnerId":"%s","role":"BENEFICIARY"}],%s"startsOn":"2022-01-01","endsOn":"%s","scope":%s,
                 "seatQuotas":%s,"tariff":%s,"fundings":%s,
                 "adaptations":%s}""".formatted(
                        agreement,
                        revision,
                        number,
                        agreementKind,
                        agreementState,
                        partner,
                        agreementMore,
                        agreementEnds,
                        scope,
                        seatQuotas.isEmpty() ? oneQuota() : seatQuotas,
                        tariff,
                        fundings,
                        adaptations));
    }

    /** @param more further members, each beginning with a comma */
    static void publishNetwork(String code, String more) {
        UUID network = UUID.randomUUID();
        send("partner.networks.v1", network, "network", """
                {"id":"%s","revision":1,"code":"%s","name":"Réseau (test)"%s}""".formatted(network, code, more));
        await().until(() -> revisionOf("network_view", network) == 1);
    }

    private String oneQuota() {
        return "[{\"id\":\"%s\",\"academicYear\":\"2026-2027\",\"seats\":%d}]".formatted(quota, seats);
    }

    String token() {
        return Tokens.partner(partner);
    }

    /** The smallest request that is accepted: a new student, who pays for themself. */
    String request() {
        return request("");
    }

    /** @param more further members, each ending with a comma */
    String request(String more) {
        return """
               {%s"agreementId":"%s","offeringId":"%s","student":%s}""".formatted(more, agreement, offering, student());
    }

    static String student() {
        return """
               {"familyName":"Étudiant %06d","givenNames":"Camille","birthDate":"2004-05-06","birthPlace":"Quimperlé"}""".formatted(NUMBERS.incrementAndGet() % 1_000_000);
    }

    /** One that no student has yet. */
    static String ine() {
        return "%010dA".formatted(NUMBERS.incrementAndGet() % 10_000_000_000L);
    }

    /** A student of this partner's, registered without an enrollment. */
    String registeredStudent() {
        return Api.as(token()).body(student()).post("/v1/students").path("id");
    }

    Response enroll() {
        return enroll(request());
    }

    Response enroll(String body) {
        return enroll(body, UUID.randomUUID().toString());
    }

    Response enroll(String body, String key) {
        return Api.as(token()).header("Idempotency-Key", key).body(body).post("/v1/enrollments");
    }

    /** These rows under this agreement, by its partner. */
    Response importing(String... rows) {
        return Api.as(token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"agreementId\":\"" + agreement + "\",\"rows\":[" + String.join(",", rows) + "]}")
                .post("/v1/imports");
    }

    /** The id of a new enrollment that was accepted. */
    String enrolled() {
        Response response = enroll();
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return response.path("id");
    }

    Map<String, Long> seat() {
        return counts("seat_counter", "id", quota, Set.of("requested", "granted", "used", "revision"));
    }

    Map<String, Long> place() {
        return counts(
                "place_counter",
                "offering_id",
                offering,
                Set.of("requested", "granted", "used", "waiting", "revision"));
    }

    /** Enrollments that hold a seat and a place, counted from their own rows. */
    long holding() {
        return number(
                "select count(*) from enrollment where offering_id = ? and state in"
                        + " ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')",
                offering);
    }

    static long number(String sql, Object... parameters) {
        return OwnerDatabase.number(sql, parameters);
    }

    /** How the statements begin or go on that the waiting lists, the calendar and the driver run by themselves. */
    private static final Pattern BY_ITSELF =
            Pattern.compile("waiting_list_work|hold_until ?<|starts_on <=|ends_on <|'TERMINATED'|"
                    + "o.state = 'CANCELLED'|pg_catalog\\.");

    /** What the database ran for some repeatable work, and for nothing else that went on meanwhile. */
    static Map<String, Long> statements(Runnable work) {
        Map<String, Long> counts = SqlCount.least(work);
        counts.keySet().removeIf(text -> BY_ITSELF.matcher(text).find());
        return counts;
    }

    static void execute(String sql, Object... parameters) {
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
