package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The traffic of all drills, and what the platform has acknowledged to it. The checks compare the platform with it. A
 * scenario adds to it, so that a later scenario also checks what an earlier one has stored.
 */
final class DrillTraffic implements AutoCloseable {

    static final int ROWS = 30;

    /** The places of the offering with a waiting list. */
    static final int PLACES = 3;

    private static final int SEATS = 50_000;
    private static final int CLIENTS = 3;
    private static final int WAITING = 4;
    private static final Duration REST = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<ServiceKind> SERVICES = List.of(PARTNER, CATALOG, ENROLLMENT);

    private final ApiClient http = Platform.http();
    private final Fixture fixture = Fixture.with(SEATS, SEATS);
    private final Fixture crowded = fixture.withOffering(PLACES);
    private final WebhookReceiverProcess receiver;
    private final Map<String, Keyed> keyed = new TreeMap<>();
    private final Set<String> acknowledged = new TreeSet<>();
    private final List<String> queue = new ArrayList<>();
    private final List<FileImport> imports = new ArrayList<>();
    private final Map<String, String> erased = new TreeMap<>();
    private final Map<String, FollowedFeed> feeds = new TreeMap<>();
    private Map<String, Long> deadLetters = Map.of();
    private final Map<ServiceKind, String> anchors = new EnumMap<>(ServiceKind.class);

    /** A request whose key is sent again after the operation, with its reference and the id in its answer. */
    record Keyed(String request, String reference, String id) {}

    /** @param folder of the receiver of webhooks */
    DrillTraffic(Path folder) throws IOException {
        receiver = new WebhookReceiverProcess(folder);
        String secret = receiver.challenged(() -> http.postSuccessfully(
                        Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/webhooks", """
                        {"partnerId":"%s","url":"%s","eventTypes":["enrollment.changed"]}""".formatted(
                                        fixture.partner(), receiver.url())))
                .body()
                .path("secret")
                .asText();
        receiver.start(secret, false);
        Response patched = http.patch(
                Platform.token(Platform.CATALOGUE_OFFICE),
                "/v1/offerings/" + crowded.offering(),
                "{\"waitingListSize\":1000}");
        if (!patched.isSuccess()) {
            throw new AssertionError("waiting list: " + patched);
        }
        IntStream.range(0, PLACES + WAITING).forEach(i -> joinQueue());
    }

    /** What happens before each operation: changes of every kind that a check looks at. */
    void begin() {
        for (int i = 0; i < 3; i++) {
            registerWithKey();
        }
        joinQueue();
        leaveQueue();
        erase();
        renameTraining();
        changeRegistry();
        sendFile();
        deadLetters = TopicEnds.of(Platform.get(), topic -> topic.endsWith(".dlq"));
        for (ServiceKind service : SERVICES) {
            List<String> anchor = Platform.rows(
                    service, "select position, encode(hash, 'hex') from audit_seal order by position desc limit 1");
            anchors.put(service, anchor.isEmpty() ? "0 " : anchor.get(0));
        }
    }

    RegistrationLoad load(List<ApiClient> addresses) {
        return RegistrationLoad.start(fixture, CLIENTS, addresses, REST);
    }

    void add(List<String> enrollments) {
        acknowledged.addAll(enrollments);
    }

    void registerWithKey() {
        String key = UUID.randomUUID().toString();
        String reference = "DRILL-" + key;
        String request = fixture.request().replaceFirst("\\{", "{\"reference\":\"" + reference + "\",");
        Response response =
                await().atMost(SOON).until(() -> fixture.enroll(request, key), answer -> !answer.isTemporary());
        if (response.status() != 201) {
            throw new AssertionError("registration: " + response);
        }
        keyed.put(key, new Keyed(request, reference, response.id()));
        acknowledged.add(response.id());
    }

    /** Joins the offering with the waiting list. Waits while enrollment-service does not know the waiting list yet. */
    private void joinQueue() {
        await().atMost(SOON).until(() -> {
            Response response = crowded.enrollWithRetries(http);
            if (response.status() == 201) {
                queue.add(response.id());
                acknowledged.add(response.id());
            }
            return response.status() == 201;
        });
    }

    /** Cancels the first of the queue, who has a place. The first of the waiting list gets it. */
    private void leaveQueue() {
        cancel(queue.remove(0));
    }

    private void cancel(String enrollment) {
        http.postSuccessfully(
                fixture.token(), "/v1/enrollments/" + enrollment + "/cancellation", "{\"reason\":\"Renonce\"}");
    }

    private void erase() {
        String name = UUID.randomUUID().toString();
        Response enrolled = http.postSuccessfully(
                fixture.token(),
                "/v1/enrollments",
                fixture.request().replaceFirst("\"familyName\":\"[^\"]*\"", "\"familyName\":\"" + name + "\""));
        acknowledged.add(enrolled.id());
        cancel(enrolled.id());
        String student = enrolled.body().path("studentId").asText();
        http.postSuccessfully(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/students/" + student + "/erasure", "{}");
        erased.put(student, name);
    }

    void renameTraining() {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> http.patch(
                                Platform.token(Platform.CATALOGUE_OFFICE),
                                "/v1/trainings/" + fixture.training(),
                                "{\"title\":\"BTS %s (exercice)\"}".formatted(UUID.randomUUID()))
                        .isSuccess());
    }

    private void changeRegistry() {
        http.create(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/sites", """
                {"partnerId":"%s","name":"Tiers-lieu %s (exercice)","hostingCapacity":20,"labels":[]}""".formatted(
                        fixture.partner(), UUID.randomUUID()));
        http.postSuccessfully(
                Platform.token(Platform.PARTNERSHIP_OFFICE),
                "/v1/agreements/" + fixture.agreement() + "/amendments",
                """
                {"reason":"Exercice","changes":{"seatQuotas":[{"academicYear":"%s","seats":%d}]}}""".formatted(Fixture.academicYear(), SEATS + imports.size() + 1));
    }

    private void sendFile() {
        String name = "Importé " + UUID.randomUUID();
        imports.add(FileImport.send(
                fixture,
                IntStream.range(0, ROWS)
                        .mapToObj(i -> FileImport.row(fixture.offering(), name + " " + i, "14/03/2005"))
                        .collect(joining("\n", FileImport.HEADER, "\n"))));
    }

    /** Kafka has lost its data: its dead letters, too. */
    void forgetDeadLetters() {
        deadLetters = Map.of();
    }

    Fixture fixture() {
        return fixture;
    }

    /** The ids of all enrollments that the API has acknowledged, without those of imported rows. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    Map<String, Keyed> keyed() {
        return keyed;
    }

    /** Those who have or want one of the few places, in the order of their registration. Nobody of them has cancelled. */
    List<String> queue() {
        return queue;
    }

    String crowdedOffering() {
        return crowded.offering();
    }

    List<FileImport> imports() {
        return imports;
    }

    /** Erased students, with the family names that they had. */
    Map<String, String> erased() {
        return erased;
    }

    /** The copy of a reader that has followed this feed since the first drill. */
    FollowedFeed feed(String path) {
        return feeds.computeIfAbsent(path, FollowedFeed::new);
    }

    /** The end of each dead letter topic before the operation. */
    Map<String, Long> deadLetters() {
        return deadLetters;
    }

    /** Position and hash of the newest audit entry before the operation. */
    String anchor(ServiceKind service) {
        return anchors.getOrDefault(service, "0 ");
    }

    WebhookReceiverProcess receiver() {
        return receiver;
    }

    @Override
    public void close() {
        receiver.close();
    }
}
