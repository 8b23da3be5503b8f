package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads agreements with the life that the report describes: draft or renewal, signature, amendments, suspended funding. */
final class AgreementLoader {

    private static final String PATH = "/v1/agreements";

    private final GatewayClient office;
    private final References references;
    private final AtomicInteger written;
    private final Map<String, JsonNode> views = new HashMap<>();
    private boolean restored;

    AgreementLoader(GatewayClient office, References references, AtomicInteger written) {
        this.office = office;
        this.references = references;
        this.written = written;
    }

    void load(List<JsonNode> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Map<String, JsonNode> known = Entries.by(AgreementLoader::identity, office.list(PATH));
        for (JsonNode entry : entries) {
            JsonNode view = entry.has("renews") ? renewed(entry, known) : drafted(entry, known);
            references.put(Entries.name(entry), view);
            if (Entries.isIn("DRAFT", view)) {
                view = act(entry, view, "/signature", entry.path("signature"));
            }
            for (int done = view.path("lastAmendment").asInt();
                    done < entry.path("amendments").size();
                    done++) {
                act(
                        entry,
                        view,
                        "/amendments",
                        references.resolve(entry.path("amendments").path(done)));
            }
            views.put(Entries.name(entry), view);
        }
    }

    private JsonNode drafted(JsonNode entry, Map<String, JsonNode> known) {
        JsonNode body = references.resolve(entry.path("body"));
        JsonNode view = known.get(identity(body));
        return view == null ? write(PATH, body, entry) : view;
    }

    private JsonNode renewed(JsonNode entry, Map<String, JsonNode> known) {
        JsonNode before = Objects.requireNonNull(views.get(entry.path("renews").asText()));
        JsonNode view = known.get(identity(before, Entries.id(before)));
        return view == null ? write(PATH + "/" + Entries.id(before) + "/renewal", entry.path("renewal"), entry) : view;
    }

    /**
     * Suspends fundings after the students were registered, because these students wait for the missing money. A funding
     * that a user has restored since the first load stays available.
     */
    void suspendFundings(List<JsonNode> entries) {
        for (JsonNode entry : entries) {
            for (JsonNode suspension : entry.path("suspensions")) {
                JsonNode funding = funding(entry, suspension);
                boolean untouched = !funding.has("since");
                if (Entries.isIn("AVAILABLE", funding) && (restored || untouched)) {
                    ObjectNode change = suspension.path("change").deepCopy();
                    change(entry, funding, "/suspension", untouched ? change : change.without("since"));
                }
            }
        }
    }

    /** Restores suspended fundings, so that an interrupted load can register the remaining students. */
    void restoreFundings(List<JsonNode> entries) {
        for (JsonNode entry : entries) {
            for (JsonNode suspension : entry.path("suspensions")) {
                JsonNode funding = funding(entry, suspension);
                if (Entries.isIn("SUSPENDED", funding)) {
                    restored = true;
                    change(entry, funding, "/restoration", JsonApi.JSON.createObjectNode());
                }
            }
        }
    }

    private JsonNode funding(JsonNode entry, JsonNode suspension) {
        for (JsonNode funding :
                office.get(PATH + "/" + references.id(Entries.name(entry))).path("fundings")) {
            if (funding.path("kind").equals(suspension.path("kind"))) {
                return funding;
            }
        }
        throw new IllegalArgumentException(Entries.name(entry) + " has no funding to suspend.");
    }

    /** The idempotency key contains the current state, so that a second suspension is not taken for a repetition. */
    private void change(JsonNode entry, JsonNode funding, String step, JsonNode body) {
        String path = PATH + "/" + references.id(Entries.name(entry)) + "/fundings/"
                + funding.path("kind").asText() + step;
        written.incrementAndGet();
        office.write(path, body, Entries.key(path, funding.toString()));
    }

    private JsonNode act(JsonNode entry, JsonNode view, String step, JsonNode body) {
        return write(PATH + "/" + Entries.id(view) + step, body, entry);
    }

    private JsonNode write(String path, JsonNode body, JsonNode entry) {
        written.incrementAndGet();
        return office.write(path, body, Entries.key(path, Entries.name(entry) + body));
    }

    private static String identity(JsonNode agreement) {
        return identity(agreement, agreement.path("predecessorId").asText());
    }

    /** The data have one agreement of each kind per first party, and one renewal of it. */
    private static String identity(JsonNode agreement, String predecessorId) {
        return agreement.path("kind").asText() + " "
                + agreement.path("parties").path(0).path("partnerId").asText() + " " + predecessorId;
    }
}
