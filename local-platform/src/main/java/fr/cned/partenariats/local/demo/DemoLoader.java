package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Loads the demonstration data of the report through the gateway's public API, with the tokens of the offices and of
 * partners: what the files name entry by entry, and the students, their changes and their hours as files. It leaves
 * existing data as they are: it can run at each start, and it continues an interrupted load ({@link DemoIds}).
 */
public final class DemoLoader {

    private static final int BATCH = 100;
    private static final Duration VISIBLE = Duration.ofSeconds(30);
    private static final Duration RETRY_STUDENTS = Duration.ofMinutes(3);
    private static final String STUDENTS = "students";
    private static final String IMPORTS = "/v1/imports";
    private static final String PARTNERSHIPS = "partnerships";
    private static final String DONE = "done";

    private final Offices offices;
    private final PartnerAccess access;
    private final Progress progress;
    private final DemoIds ids;
    private final Map<String, GatewayClient> senders = new ConcurrentHashMap<>();
    private final AtomicInteger written = new AtomicInteger();

    /** One client for each office that may write the data. */
    public record Offices(GatewayClient partnerships, GatewayClient catalogue, GatewayClient enrollments) {}

    /** Creates the client of a registered partner. */
    @FunctionalInterface
    public interface PartnerAccess {
        /**
         * @param role the role of the client, such as {@code partner}
         * @return a client of the gateway with the tokens of the partner
         */
        GatewayClient provide(String clientId, String displayName, UUID partnerId, String role);
    }

    /** @param record the file that remembers what was loaded */
    public DemoLoader(Offices offices, PartnerAccess access, Progress progress, Path record) {
        this.offices = offices;
        this.access = access;
        this.progress = progress;
        this.ids = new DemoIds(record);
        senders.putAll(Map.of(PARTNERSHIPS, offices.partnerships(), "enrollments", offices.enrollments()));
    }

    /** @return the data that were loaded or found */
    public LoadedDemo load(DemoSize size) {
        DemoData data = new DemoData(size);
        if (!isInTheDatabases()) {
            ids.forgetAll();
        }
        ids.chooseYear(LocalDate.now(ZoneId.of("Europe/Paris")));
        timed("partners", () -> create("/v1/partners", data.entries("partners")));
        CompletableFuture<Void> catalogue = CompletableFuture.runAsync(() -> timed("catalogue", () -> {
            createInBatches("trainings", data.entries("trainings")); // they name partners
            createInBatches("offerings", data.entries("offerings"));
        }));
        Map<String, GatewayClient> clients;
        try {
            clients = clients(data.entries("partners"));
            CompletableFuture<Void> sites = CompletableFuture.runAsync(() -> timed("sites", () -> {
                create("/v1/networks", data.entries("networks"));
                create("/v1/sites", data.entries("sites"));
            }));
            try {
                timed("agreements", () -> {
                    create("/v1/agreements", data.entries("agreements"));
                    create("/v1/opportunities", data.entries("opportunities"));
                });
            } finally {
                join(sites);
            }
        } finally {
            join(catalogue);
        }
        String refusal = awaitAcceptance(Objects.requireNonNull(clients.get(LoadedDemo.EXAMPLE_PARTNER)));
        JsonNode students = data.students();
        if (!students.isMissingNode() && !ids.has(STUDENTS)) {
            timed("students", () -> register(students));
        }
        senders.putAll(clients);
        timed("activities", () -> create("", data.entries("activities")));
        return new LoadedDemo(ids, clients.keySet(), written.get(), refusal);
    }

    /** The databases may have been deleted without the record. */
    private boolean isInTheDatabases() {
        return ids.find(LoadedDemo.EXAMPLE_PARTNER)
                .filter(partner -> offices.partnerships().exists("/v1/partners/" + partner))
                .isPresent();
    }

    /**
     * Sends the entries that are missing, and their further steps, such as a signature. An entry with {@code values}
     * reads, and names what it finds, so that later entries can refer to it; one with a {@code file} sends that.
     */
    void create(String path, List<JsonNode> entries) {
        for (JsonNode entry : entries) {
            String name = entry.path("name").asText();
            once(name, entry.path("path").asText(path), entry);
            int number = 0;
            for (JsonNode step : entry.path("steps")) {
                number++;
                once(name + "/" + number, path + "/@" + name + step.path("path").asText(), step);
            }
        }
    }

    private void once(String name, String unresolved, JsonNode entry) {
        if (ids.has(name)) {
            return;
        }
        GatewayClient sender =
                Objects.requireNonNull(senders.get(entry.path("as").asText(PARTNERSHIPS)));
        String path = ids.text(unresolved);
        if (entry.has("values")) {
            ids.putAll(found(sender, path, name, entry.path("values")));
        } else if (entry.has("file")) {
            StringJoiner lines = new StringJoiner("\n");
            entry.path("file").forEach(line -> lines.add(ids.text(line.asText())));
            written.incrementAndGet();
            sender.writeCsv(path, lines.toString(), key(path, lines.toString()));
            ids.put(name, DONE);
        } else {
            JsonNode view = write(sender, path, ids.resolve(entry.path("body")));
            ids.put(name, view.path("id").asText(DONE));
        }
    }

    /** @param values JSON pointers into the answer, by the names of their values */
    private static Map<String, String> found(GatewayClient sender, String path, String name, JsonNode values) {
        JsonNode view = sender.get(path);
        Map<String, String> found = new HashMap<>(Map.of(name, DONE));
        values.properties().forEach(value -> {
            String text = view.at(value.getValue().asText()).asText();
            if (text.isEmpty()) {
                throw new PlatformFailure("GET %s has no %s: %s".formatted(path, value.getValue(), view));
            }
            found.put(value.getKey(), text);
        });
        return found;
    }

    private void createInBatches(String kind, List<JsonNode> entries) {
        List<JsonNode> missing = entries.stream()
                .filter(entry -> !ids.has(entry.path("name").asText()))
                .toList();
        for (int from = 0; from < missing.size(); from += BATCH) {
            List<JsonNode> batch = missing.subList(from, Math.min(from + BATCH, missing.size()));
            ObjectNode body = JsonApi.JSON.createObjectNode();
            ArrayNode contents = body.putArray(kind);
            batch.forEach(entry -> contents.add(ids.resolve(entry.path("body"))));
            JsonNode views = write(offices.catalogue(), "/v1/" + kind + "/batches", body);
            Map<String, String> created = new LinkedHashMap<>();
            for (int i = 0; i < batch.size(); i++) {
                created.put(
                        batch.get(i).path("name").asText(),
                        views.path(kind).path(i).path("id").asText());
            }
            ids.putAll(created);
        }
    }

    /** The idempotency key is the same at each attempt, so that a request whose answer was lost can be repeated. */
    private JsonNode write(GatewayClient office, String path, JsonNode body) {
        written.incrementAndGet();
        return office.write(path, body, key(path, body.toString()));
    }

    private static UUID key(String path, String content) {
        return UUID.nameUUIDFromBytes(("demo " + path + " " + content).getBytes(StandardCharsets.UTF_8));
    }

    /** The funding is suspended after the registrations, because it then takes no students. */
    private void register(JsonNode students) {
        DemoStudents.Files files = DemoStudents.files(students, ids);
        importOnce("students-registered", IMPORTS, files.students());
        for (JsonNode agreement : students.path("agreements")) {
            int funded = agreement.path("approvedFundings").asInt();
            int apprentices = agreement.path("contracts").asInt();
            if (funded + apprentices > 0) {
                List<JsonNode> enrollments = offices
                        .enrollments()
                        .list("/v1/enrollments?agreementId="
                                + ids.id(agreement.path("agreement").asText()))
                        .stream()
                        .filter(enrollment -> !enrollment.path("state").asText().equals("WAITLISTED"))
                        .toList();
                enrollments.stream().limit(funded).forEach(this::approveFundings);
                enrollments.stream()
                        .limit(apprentices)
                        .forEach(enrollment -> createContract(enrollment, agreement.path("contract")));
            }
        }
        JsonNode suspension = students.path("suspension");
        once(suspension.path("name").asText(), suspension.path("path").asText(), suspension);
        importOnce("students-changed", IMPORTS + "/changes", files.changes());
        importOnce("students-attended", IMPORTS + "/attendance", files.hours());
        ids.put(STUDENTS, DONE);
    }

    private void importOnce(String name, String path, String csv) {
        if (!ids.has(name)) {
            importFile(path, csv);
            ids.put(name, DONE);
        }
    }

    /**
     * Imports the file until no row is refused: the enrollment service learns of agreements, offerings and sites by events.
     * Rows that were accepted before are repeated.
     */
    void importFile(String target, String csv) {
        GatewayClient office = offices.enrollments();
        long end = System.nanoTime() + RETRY_STUDENTS.toNanos();
        while (true) {
            written.incrementAndGet();
            JsonNode job = office.writeCsv(target, csv, UUID.randomUUID());
            String path = IMPORTS + "/" + job.path("id").asText();
            while (!job.has("endedAt")) {
                pause(Duration.ofMillis(500));
                job = office.get(path);
            }
            JsonNode counts = job.path("counts");
            int rows = counts.path("rows").asInt();
            int accepted =
                    counts.path("accepted").asInt() + counts.path("repeated").asInt();
            progress.note("%d of %d rows accepted by %s".formatted(accepted, rows, target));
            if (accepted == rows) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new PlatformFailure("The enrollment service still refuses rows after %d s, for example: %s"
                        .formatted(
                                RETRY_STUDENTS.toSeconds(),
                                office.get(path + "/rows?outcome=REFUSED&limit=1")
                                        .path("items")));
            }
            pause(Duration.ofSeconds(1));
        }
    }

    private void approveFundings(JsonNode enrollment) {
        String path = "/v1/enrollments/" + enrollment.path("id").asText() + "/funding-lines/";
        for (JsonNode line : enrollment.path("fundings")) {
            if (line.path("state").asText().equals("REQUESTED")) {
                write(offices.enrollments(), path + line.path("id").asText() + "/approval", MissingNode.getInstance());
            }
        }
    }

    /** So that a training centre and its host school have a list to read. */
    private void createContract(JsonNode enrollment, JsonNode contract) {
        ObjectNode body = (ObjectNode) ids.resolve(contract);
        body.put("enrollmentId", enrollment.path("id").asText());
        write(offices.enrollments(), "/v1/apprenticeship-contracts", body);
    }

    private Map<String, GatewayClient> clients(List<JsonNode> partners) {
        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        for (JsonNode partner : partners) {
            if (partner.path("hasClient").asBoolean()) {
                String name = partner.path("name").asText();
                String displayName = partner.path("body").path("legalName").asText();
                String role = partner.path("clientRole").asText("partner");
                clients.put(name, access.provide(name, displayName, ids.id(name), role));
            }
        }
        return clients;
    }

    /** Reports the time of a load that wrote something. */
    private void timed(String part, Runnable load) {
        int before = written.get();
        long began = System.nanoTime();
        load.run();
        if (written.get() > before) {
            progress.ready("data: " + part, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static void join(CompletableFuture<Void> task) {
        try {
            task.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private static void pause(Duration duration) {
        if (!Await.quietly(() -> false, duration) && Thread.currentThread().isInterrupted()) {
            throw new PlatformFailure("The load of the demonstration data was interrupted.");
        }
    }

    /**
     * Waits until the enrollment service has received the events and would accept the example registration.
     *
     * @return the refusal of the last check; null when the registration would be accepted
     */
    private @Nullable String awaitAcceptance(GatewayClient partner) {
        ObjectNode question = JsonApi.JSON.createObjectNode();
        question.put("agreementId", ids.id(LoadedDemo.EXAMPLE_AGREEMENT).toString());
        question.put("offeringId", ids.id(LoadedDemo.EXAMPLE_OFFERING).toString());
        question.putObject("student")
                .put("familyName", "Étudiant 000000")
                .put("givenNames", "Démonstration")
                .put("birthDate", "2006-01-01")
                .put("birthPlace", "Quimperlé");
        long end = System.nanoTime() + VISIBLE.toNanos();
        while (true) {
            JsonNode verdict = partner.write("/v1/eligibility-checks", question, UUID.randomUUID());
            if (verdict.path("eligible").asBoolean()) {
                return null;
            }
            if (System.nanoTime() > end) {
                return verdict.toString();
            }
            pause(Duration.ofMillis(100));
        }
    }
}
