package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.process.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings the demonstration data of the report into the platform, through the gateway's public API with the
 * tokens of those who may write them. What is there already is left as it is, so that it can run at each start.
 */
public final class DemoLoader {

    private static final Duration VISIBLE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final JsonNode NO_BODY = MissingNode.getInstance();

    private final GatewayClient partnershipOffice;
    private final GatewayClient catalogueOffice;
    private final PartnerAccess access;
    private final References references = new References();
    private int written;

    /** Gives a registered partner the means to ask for tokens. */
    @FunctionalInterface
    public interface PartnerAccess {
        /** @return a client of the gateway that speaks in the partner's name */
        GatewayClient provide(String clientId, String displayName, UUID partnerId);
    }

    public DemoLoader(GatewayClient partnershipOffice, GatewayClient catalogueOffice, PartnerAccess access) {
        this.partnershipOffice = partnershipOffice;
        this.catalogueOffice = catalogueOffice;
        this.access = access;
    }

    /** @return what was loaded, or found, under the names that the data files use */
    public LoadedDemo load() {
        DemoFiles files = DemoFiles.read();
        partners(files.partners());
        trainings(files.trainings());
        offerings(files.offerings());
        agreements(files.agreements());
        Map<String, GatewayClient> clients = clients(files.partners());
        GatewayClient examplePartner = Objects.requireNonNull(clients.get(LoadedDemo.EXAMPLE_PARTNER));
        return new LoadedDemo(references, clients.keySet(), written, awaitAcceptance(examplePartner));
    }

    private void partners(Iterable<JsonNode> partners) {
        Map<String, JsonNode> known = byField(
                partnershipOffice.list("/v1/partners"),
                view -> view.path("legalName").asText());
        for (JsonNode partner : partners) {
            JsonNode body = references.resolve(partner.path("body"));
            JsonNode view = known.get(body.path("legalName").asText());
            if (view == null) {
                view = create(partnershipOffice, "/v1/partners", name(partner), body);
            }
            references.put(name(partner), view);
        }
    }

    private void trainings(Iterable<JsonNode> trainings) {
        Map<String, JsonNode> known = byField(
                catalogueOffice.list("/v1/trainings?state=DRAFT&state=PUBLISHED&state=ARCHIVED"),
                view -> view.path("code").asText());
        for (JsonNode training : trainings) {
            JsonNode view = known.get(training.path("body").path("code").asText());
            if (view == null) {
                view = create(
                        catalogueOffice, "/v1/trainings", name(training), references.resolve(training.path("body")));
            }
            if (isIn("DRAFT", view)) {
                move(catalogueOffice, "/v1/trainings/" + id(view) + "/publication", name(training), NO_BODY);
            }
            references.put(name(training), view);
        }
    }

    private void offerings(Iterable<JsonNode> offerings) {
        Map<String, JsonNode> known = byField(catalogueOffice.list("/v1/offerings"), DemoLoader::offering);
        for (JsonNode offering : offerings) {
            JsonNode body = references.resolve(offering.path("body"));
            JsonNode view = known.get(offering(body));
            if (view == null) {
                view = create(catalogueOffice, "/v1/offerings", name(offering), body);
            }
            if (isIn("PLANNED", view)) {
                move(catalogueOffice, "/v1/offerings/" + id(view) + "/opening", name(offering), NO_BODY);
            }
            references.put(name(offering), view);
        }
    }

    private void agreements(Iterable<JsonNode> agreements) {
        Map<String, JsonNode> known = byField(partnershipOffice.list("/v1/agreements"), DemoLoader::agreement);
        for (JsonNode agreement : agreements) {
            JsonNode body = references.resolve(agreement.path("body"));
            JsonNode view = known.get(agreement(body));
            if (view == null) {
                view = create(partnershipOffice, "/v1/agreements", name(agreement), body);
            }
            if (isIn("DRAFT", view)) {
                move(
                        partnershipOffice,
                        "/v1/agreements/" + id(view) + "/signature",
                        name(agreement),
                        agreement.path("signature"));
            }
            references.put(name(agreement), view);
        }
    }

    private Map<String, GatewayClient> clients(Iterable<JsonNode> partners) {
        Map<String, GatewayClient> clients = new LinkedHashMap<>();
        for (JsonNode partner : partners) {
            if (partner.path("hasClient").asBoolean()) {
                String displayName = partner.path("body").path("legalName").asText();
                clients.put(name(partner), access.provide(name(partner), displayName, references.id(name(partner))));
            }
        }
        return clients;
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

    private JsonNode create(GatewayClient office, String path, String name, JsonNode body) {
        written++;
        return office.required(path, office.post(path, body, key("create", name)));
    }

    private void move(GatewayClient office, String path, String name, JsonNode body) {
        written++;
        office.required(path, office.post(path, body, key("move", name)));
    }

    /** The same at each attempt, so that an interrupted load can be repeated. */
    private static UUID key(String what, String name) {
        return UUID.nameUUIDFromBytes(("demo " + what + " " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, JsonNode> byField(Iterable<JsonNode> views, Function<JsonNode, String> field) {
        Map<String, JsonNode> byField = new LinkedHashMap<>();
        views.forEach(view -> byField.putIfAbsent(field.apply(view), view));
        return byField;
    }

    /** The data have one offering of a training in each academic year. */
    private static String offering(JsonNode content) {
        return content.path("trainingId").asText() + " "
                + content.path("academicYear").asText();
    }

    /** The data have one agreement of each kind with the same first party. */
    private static String agreement(JsonNode content) {
        return content.path("kind").asText() + " "
                + content.path("parties").path(0).path("partnerId").asText();
    }

    private static boolean isIn(String state, JsonNode view) {
        return view.path("state").asText().equals(state);
    }

    private static String id(JsonNode view) {
        return view.path("id").asText();
    }

    private static String name(JsonNode entry) {
        return entry.path("name").asText();
    }
}
