package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.process.Await;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the demonstration data of the report into the platform, through the gateway's public API with the
 * tokens of those who may write them. What is there already is left as it is, so that it can run at each
 * start, and goes on where it was interrupted.
 */
public final class DemoLoader {

    private static final Duration VISIBLE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Offices offices;
    private final PartnerAccess access;
    private final BiConsumer<String, Duration> done;
    private final Consumer<String> note;
    private final References references = new References();
    private final AtomicInteger written = new AtomicInteger();

    /** Those who may write the data. */
    public record Offices(GatewayClient partnerships, GatewayClient catalogue, GatewayClient enrollments) {}

    /** Gives a registered partner the means to ask for tokens. */
    @FunctionalInterface
    public interface PartnerAccess {
        /** @return a client of the gateway that speaks in the partner's name */
        GatewayClient provide(String clientId, String displayName, UUID partnerId);
    }

    /**
     * @param done told of each part that had something to load, and how long that took
     * @param note told how far the students are
     */
    public DemoLoader(Offices offices, PartnerAccess access, BiConsumer<String, Duration> done, Consumer<String> note) {
        this.offices = offices;
        this.access = access;
        this.done = done;
        this.note = note;
    }

    /** @return what was loaded, or found, under the names that the data use */
    public LoadedDemo load(DemoSize size) {
        DemoData data = DemoData.of(size);
        RegistryLoader registry = new RegistryLoader(offices.partnerships(), references, written);
        CatalogueLoader catalogue = new CatalogueLoader(offices.catalogue(), references, written);
        AgreementLoader agreements = new AgreementLoader(offices.partnerships(), references, written);

        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        InFlight.run(
                2,
                List.of(
                        catalogue::look,
                        () -> timed("partners", () -> {
                            registry.partners(data.partners());
                            clients.putAll(clients(data.partners()));
                        })));
        catalogue
                .year()
                .orElseGet(() -> DemoYear.on(LocalDate.now(ZoneId.of("Europe/Paris"))))
                .define(references);
        InFlight.run(
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
        GatewayClient examplePartner = Objects.requireNonNull(clients.get(LoadedDemo.EXAMPLE_PARTNER));
        return new LoadedDemo(references, clients.keySet(), written.get(), awaitAcceptance(examplePartner));
    }

    private void students(DemoData data, AgreementLoader agreements) {
        StudentLoader students = new StudentLoader(offices.enrollments(), references, written, note);
        List<Registrations> all = Registrations.of(data, references);
        List<List<StudentLoader.Batch>> missing = students.missing(all);
        if (!missing.isEmpty()) {
            agreements.restoreFundings(data.agreements());
            students.register(missing);
        }
        students.approveFundings(all);
    }

    private Map<String, GatewayClient> clients(Iterable<JsonNode> partners) {
        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        for (JsonNode partner : partners) {
            if (partner.path("hasClient").asBoolean()) {
                String name = Entries.name(partner);
                String displayName = partner.path("body").path("legalName").asText();
                clients.put(name, access.provide(name, displayName, references.id(name)));
            }
        }
        return clients;
    }

    /** Says how long a part took, where it had anything to do. */
    private void timed(String part, Runnable load) {
        int before = written.get();
        long began = System.nanoTime();
        load.run();
        if (written.get() > before) {
            done.accept("data: " + part, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /**
     * The enrollment service hears of all this by events: waits until it would accept the first registration.
     *
     * @return why it still would not; null when it would
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
