package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Loads trainings and offerings in batches of 100. */
final class CatalogueLoader {

    private static final int BATCH = 100;

    private final GatewayClient office;
    private final References references;
    private final AtomicInteger written;
    private List<JsonNode> knownTrainings = List.of();
    private List<JsonNode> knownOfferings = List.of();

    CatalogueLoader(GatewayClient office, References references, AtomicInteger written) {
        this.office = office;
        this.references = references;
        this.written = written;
    }

    /** Reads the trainings and offerings that exist. */
    void readExisting() {
        knownTrainings = office.list("/v1/trainings?state=DRAFT&state=PUBLISHED&state=ARCHIVED");
        knownOfferings = office.list("/v1/offerings");
    }

    /** The academic year of the oldest offering, which is the year of the first load. */
    Optional<DemoYear> year() {
        return knownOfferings.stream()
                .findFirst()
                .map(offering -> DemoYear.named(offering.path("academicYear").asText()));
    }

    void trainings(List<JsonNode> entries) {
        load("trainings", entries, Entries.by(Entries.field("code"), knownTrainings), Entries.field("code"));
    }

    void offerings(List<JsonNode> entries) {
        load("offerings", entries, Entries.by(CatalogueLoader::offering, knownOfferings), CatalogueLoader::offering);
    }

    /** Creates the missing entries; afterwards all entries can be referred to. */
    private void load(
            String kind, List<JsonNode> entries, Map<String, JsonNode> known, Function<JsonNode, String> identity) {
        List<JsonNode> missing = new ArrayList<>();
        for (JsonNode entry : entries) {
            JsonNode view = known.get(identity.apply(references.resolve(entry.path("body"))));
            if (view == null) {
                missing.add(entry);
            } else {
                references.put(Entries.name(entry), view);
            }
        }
        for (int from = 0; from < missing.size(); from += BATCH) {
            batch(kind, missing.subList(from, Math.min(from + BATCH, missing.size())));
        }
    }

    private void batch(String kind, List<JsonNode> entries) {
        ObjectNode body = JsonApi.JSON.createObjectNode();
        ArrayNode contents = body.putArray(kind);
        entries.forEach(entry -> contents.add(references.resolve(entry.path("body"))));
        written.incrementAndGet();
        JsonNode views = office.write("/v1/" + kind + "/batches", body, Entries.key(kind, contents.toString()))
                .path(kind);
        for (int i = 0; i < entries.size(); i++) {
            references.put(Entries.name(entries.get(i)), views.path(i));
        }
    }

    /** The data have one offering for each training, route and academic year. */
    private static String offering(JsonNode content) {
        return content.path("trainingId").asText() + " "
                + content.path("academicYear").asText() + " "
                + content.path("route").asText();
    }
}
