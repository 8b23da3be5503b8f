package fr.cned.partenariats.partner.integration.apiclient;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads Keycloak's events, and notes the time of the last one of each account or client. */
@ApplicationScoped
public class KeycloakEvents {

    private static final Logger LOG = Logger.getLogger(KeycloakEvents.class);
    private static final int PAGE = 1_000;

    /** Keycloak keeps its events for 30 days. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** Events of the same moment may appear after a newer one. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final EntityManager em;
    private final KeycloakHttp http;
    private final Clock clock;

    KeycloakEvents(EntityManager em, KeycloakHttp http, Clock clock) {
        this.em = em;
        this.http = http;
        this.clock = clock;
    }

    /**
     * @param type of the events
     * @param owner the field of an event with the id of the account or client
     * @param latest the query for the newest time that is noted
     * @param update the statement that notes the array of times for that of owners
     */
    public void noteLast(String type, String owner, String latest, String update) {
        Instant from =
                QuarkusTransaction.requiringNew().call(() -> latest(latest)).minus(OVERLAP);
        try {
            Map<String, Instant> last = findLast(type, owner, from);
            if (!last.isEmpty()) {
                QuarkusTransaction.requiringNew().run(() -> note(update, last));
            }
        } catch (KeycloakFailure failure) {
            LOG.warnf("%s; the next run reads the events", failure.getMessage());
        }
    }

    private Instant latest(String query) {
        @Nullable
        Instant latest = (Instant) em.createNativeQuery(query, Instant.class).getSingleResult();
        return latest == null ? clock.instant().minus(KEPT) : latest;
    }

    private Map<String, Instant> findLast(String type, String owner, Instant from) {
        Map<String, Instant> last = new HashMap<>();
        int first = 0;
        JsonNode page;
        do {
            String path =
                    "/events?type=%s&dateFrom=%d&first=%d&max=%d".formatted(type, from.toEpochMilli(), first, PAGE);
            page = http.send("GET", path, null).required().body();
            for (JsonNode event : page) {
                Instant at = Instant.ofEpochMilli(event.path("time").asLong());
                last.merge(event.path(owner).asText(), at, (a, b) -> a.isAfter(b) ? a : b);
            }
            first += PAGE;
        } while (page.size() == PAGE);
        return last;
    }

    private void note(String update, Map<String, Instant> last) {
        List<Map.Entry<String, Instant>> entries = List.copyOf(last.entrySet());
        em.createNativeQuery(update)
                .setParameter("owners", entries.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .setParameter(
                        "times",
                        entries.stream()
                                .map(entry -> entry.getValue().toString())
                                .toArray(String[]::new))
                .executeUpdate();
    }
}
