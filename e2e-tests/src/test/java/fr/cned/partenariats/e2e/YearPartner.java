package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** A partner of {@link PartnersYearIT}, its enrollments by their references, and what it does with them. */
final class YearPartner {

    private final ApiClient http = Platform.http();
    private final Fixture fixture;
    private final FollowedFeed feed = new FollowedFeed("/v1/enrollments/changes");
    private Map<String, JsonNode> enrollments = Map.of();

    /** @param offering its only or first one */
    YearPartner(UUID id, String agreement, String training, String offering) {
        fixture = new Fixture(id, agreement, training, offering);
    }

    UUID id() {
        return fixture.partner();
    }

    String agreement() {
        return fixture.agreement();
    }

    String offering() {
        return fixture.offering();
    }

    String token() {
        return fixture.token();
    }

    Fixture fixture() {
        return fixture;
    }

    JsonNode get(String path) {
        return http.get(token(), path).body();
    }

    /** Reads the enrollments again. An annulled one has no reference. */
    void reread() {
        enrollments = fixture.enrollments().stream()
                .filter(enrollment -> enrollment.has("reference"))
                .collect(toMap(enrollment -> enrollment.path("reference").asText(), Function.identity()));
    }

    JsonNode enrollment(String reference) {
        return Objects.requireNonNull(enrollments.get(reference), reference);
    }

    /** Follows the change feed to its end, and returns id and revision of each enrollment. */
    Set<String> follow() {
        return feed.read(token());
    }

    /** The calendar starts students who registered after the first day, too. */
    void awaitStarted() {
        await("all confirmed students have started").atMost(YearOffice.PATIENCE).until(() -> isEmpty("CONFIRMED", ""));
    }

    /** @param more further filters, after an ampersand */
    boolean isEmpty(String state, String more) {
        JsonNode items = get("/v1/enrollments?limit=1&state=" + state + more).path("items");
        return items.isArray() && items.isEmpty();
    }

    /** @param fields of the request, besides agreement and offering */
    void register(String fields) {
        http.postSuccessfully(token(), "/v1/enrollments", """
                {"agreementId":"%s","offeringId":"%s",%s}""".formatted(agreement(), offering(), fields));
    }

    void withdraw(String reference, LocalDate day, String reason) {
        change(reference, "withdrawal", """
                {"reason":"%s","withdrawnOn":"%s"}""".formatted(reason, day));
    }

    /** @param site empty: none */
    void move(String reference, String site, LocalDate day) {
        String target = site.isEmpty() ? "" : "\"siteId\":\"" + site + "\",";
        change(reference, "site-change", """
                {%s"effectiveOn":"%s","reason":"Déménagement"}""".formatted(target, day));
    }

    /** The student pays the price of the other offering. */
    void transfer(String reference, String offering, String newReference) {
        change(reference, "transfer", """
                {"offeringId":"%s","reference":"%s","reason":"Réorientation","fundings":[]}""".formatted(offering, newReference));
    }

    private void change(String reference, String change, String body) {
        http.postSuccessfully(
                token(), "/v1/enrollments/" + enrollment(reference).path("id").asText() + "/" + change, body);
    }
}
