package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Loads the demonstration data of the report through the gateway's public API, with the tokens of the offices. It leaves
 * existing data as they are: it can run at each start, and it continues an interrupted load. After a complete load it looks
 * only whether the data still exist ({@link CompletedLoad}).
 */
public final class DemoLoader {

    private static final Duration VISIBLE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Offices offices;
    private final PartnerAccess access;
    private final Progress progress;
    private final Path record;
    private final References references = new References();
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

    /** @param record the file that remembers a complete load */
    public DemoLoader(Offices offices, PartnerAccess access, Progress progress, Path record) {
        this.offices = offices;
        this.access = access;
        this.progress = progress;
        this.record = record;
    }

    /** @return the data that were loaded or found */
    public LoadedDemo load(DemoSize size) {
        DemoData data = DemoData.of(size);
        CompletedLoad completed = new CompletedLoad(record, data);
        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        if (completed.readInto(references) && isInTheDatabases(data)) {
            clients.putAll(clients(data.partners()));
        } else {
            references.forgetAll();
            clients.putAll(loadMissing(data));
            completed.write(references);
        }
        GatewayClient examplePartner = Objects.requireNonNull(clients.get(LoadedDemo.EXAMPLE_PARTNER));
        return new LoadedDemo(references, clients.keySet(), written.get(), awaitAcceptance(examplePartner));
    }

    /** The databases may have been deleted without the record. */
    private boolean isInTheDatabases(DemoData data) {
        return offices.partnerships().exists("/v1/agreements/" + references.id(LoadedDemo.EXAMPLE_AGREEMENT))
                && offices.catalogue().exists("/v1/offerings/" + references.id(LoadedDemo.EXAMPLE_OFFERING))
                && (data.students().isEmpty()
                        || !offices.enrollments()
                                .get("/v1/enrollments?limit=1")
                                .path("items")
                                .isEmpty());
    }

    private Map<String, GatewayClient> loadMissing(DemoData data) {
        RegistryLoader registry = new RegistryLoader(offices.partnerships(), references, written);
        CatalogueLoader catalogue = new CatalogueLoader(offices.catalogue(), references, written);
        AgreementLoader agreements = new AgreementLoader(offices.partnerships(), references, written);

        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        ParallelTasks.run(
                2,
                List.of(
                        catalogue::readExisting,
                        () -> timed("partners", () -> {
                            registry.partners(data.partners());
                            clients.putAll(clients(data.partners()));
                        })));
        catalogue
                .year()
                .orElseGet(() -> DemoYear.on(LocalDate.now(ZoneId.of("Europe/Paris"))))
                .define(references);
        ParallelTasks.run(
                2,
                List.of(
                        () -> timed("catalogue", () -> {
                            catalogue.trainings(data.trainings());
                            catalogue.offerings(data.offerings());
                        }),
                        () -> timed("agreements", () -> {
                            registry.networks(data.networks());
                            registry.sites(data.sites());
                            agreements.load(data.agreements());
                            registry.opportunities(data.opportunities());
                        })));
        timed("students", () -> students(data, agreements));
        agreements.suspendFundings(data.agreements());
        return clients;
    }

    private void students(DemoData data, AgreementLoader agreements) {
        StudentLoader students = new StudentLoader(offices.enrollments(), references, written, progress);
        List<GeneratedStudents> all = GeneratedStudents.of(data, references);
        List<List<StudentLoader.Batch>> missing = students.missing(all);
        if (!missing.isEmpty()) {
            agreements.restoreFundings(data.agreements());
            students.register(missing);
        }
        students.approveFundings(all);
        new ApprenticeLoader(offices.enrollments(), references, written).load();
    }

    private Map<String, GatewayClient> clients(Iterable<JsonNode> partners) {
        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        for (JsonNode partner : partners) {
            if (partner.path("hasClient").asBoolean()) {
                String name = Entries.name(partner);
                String displayName = partner.path("body").path("legalName").asText();
                String role = partner.path("clientRole").asText("partner");
                clients.put(name, access.provide(name, displayName, references.id(name), role));
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

    /**
     * Waits until the enrollment service has received the events and would accept the example registration.
     *
     * @return the refusal of the last check; null when the registration would be accepted
     */
    private @Nullable String awaitAcceptance(GatewayClient partner) {
        ObjectNode question = JsonApi.JSON.createObjectNode();
        question.put("agreementId", references.id(LoadedDemo.EXAMPLE_AGREEMENT).toString());
        question.put("offeringId", references.id(LoadedDemo.EXAMPLE_OFFERING).toString());
        question.putObject("student")
                .put("familyName", "Étudiant 000000")
                .put("givenNames", "Démonstration")
                .put("birthDate", "2006-01-01")
                .put("birthPlace", "Quimperlé");
        long end = System.nanoTime() + VISIBLE.toNanos();
        while (true) {
            JsonNode verdict = partner.post("/v1/eligibility-checks", question, UUID.randomUUID())
                    .body();
            if (verdict.path("eligible").asBoolean()) {
                return null;
            }
            if (System.nanoTime() > end) {
                return verdict.toString();
            }
            Await.quietly(() -> false, PAUSE);
        }
    }
}
