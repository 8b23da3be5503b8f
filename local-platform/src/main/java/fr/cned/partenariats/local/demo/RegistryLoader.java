package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Loads partners, networks, sites and opportunities. {@link AgreementLoader} loads agreements. */
final class RegistryLoader {

    private static final int THREADS = 4;

    private final GatewayClient office;
    private final References references;
    private final AtomicInteger written;

    RegistryLoader(GatewayClient office, References references, AtomicInteger written) {
        this.office = office;
        this.references = references;
        this.written = written;
    }

    /** Members last, because a member refers to its federation. */
    void partners(List<JsonNode> entries) {
        partners(entries, false);
        partners(entries, true);
    }

    private void partners(List<JsonNode> entries, boolean members) {
        List<JsonNode> chosen = entries.stream()
                .filter(entry -> entry.path("body").has("parentId") == members)
                .toList();
        load("/v1/partners", "/v1/partners", Entries.field("legalName"), chosen, THREADS);
    }

    void networks(List<JsonNode> entries) {
        load("/v1/networks", "/v1/networks", Entries.field("code"), entries, 1);
    }

    void sites(List<JsonNode> entries) {
        load("/v1/sites", "/v1/sites", Entries.field("name"), entries, THREADS);
    }

    void opportunities(List<JsonNode> entries) {
        load("/v1/opportunities", "/v1/opportunities?past=true", Entries.field("title"), entries, 1);
    }

    private void load(
            String path, String list, Function<JsonNode, String> identity, List<JsonNode> entries, int threadCount) {
        if (entries.isEmpty()) {
            return;
        }
        Map<String, JsonNode> known = Entries.by(identity, office.list(list));
        List<Runnable> missing = new ArrayList<>();
        for (JsonNode entry : entries) {
            JsonNode view = known.get(identity.apply(entry.path("body")));
            if (view == null) {
                missing.add(() -> create(path, entry));
            } else {
                references.put(Entries.name(entry), view);
            }
        }
        ParallelTasks.run(threadCount, missing);
    }

    private void create(String path, JsonNode entry) {
        written.incrementAndGet();
        JsonNode body = references.resolve(entry.path("body"));
        references.put(Entries.name(entry), office.write(path, body, Entries.key("create", Entries.name(entry))));
    }
}
