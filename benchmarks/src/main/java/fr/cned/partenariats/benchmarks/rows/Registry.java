package fr.cned.partenariats.benchmarks.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.FreshToken;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Creates partners, sites, agreements and offerings through the API of a platform, as the offices would. */
public final class Registry {

    /** The most places of an offering. */
    public static final int MOST_PLACES = 100_000;

    private static final int MOST_SEATS = 1_000_000;
    private static final int BATCH = 100;
    private static final Duration PROPAGATION = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Set<String> TEMPORARY_CONFLICTS =
            Set.of("request-in-progress", "concurrent-change", "not-yet-propagated");
    private static final List<String> FAMILIES = List.of("BTS", "LICENCE", "MASTER");
    private static final List<String> DEPARTMENTS = List.of("29", "35", "59", "69", "75", "974");

    private final LocalPlatform platform;
    private final JsonApi gateway;
    private final FreshToken partnerships;
    private final FreshToken catalogue;

    /** Names are unique over all runs. */
    private final String run = Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);

    private int created;

    public Registry(LocalPlatform platform) {
        this.platform = platform;
        this.gateway = new JsonApi("The gateway", platform.gatewayUrl());
        this.partnerships = officeToken(RealmAccounts.PARTNERSHIP_OFFICE);
        this.catalogue = officeToken(RealmAccounts.CATALOGUE_OFFICE);
    }

    private FreshToken officeToken(String client) {
        return new FreshToken(() -> platform.token(platform.client(client)));
    }

    /**
     * Targets with free places: each has its own partner and offering.
     *
     * @param places of each offering
     */
    public List<Target> targets(int count, int places) {
        List<UUID> trainings = trainings(1);
        int year = AcademicYears.COUNT - 1;
        LocalDate starts = AcademicYears.today().plusDays(30);
        List<ObjectNode> details = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            details.add(offering(trainings.get(0), year, starts, starts.plusMonths(6), places, 0));
        }
        List<UUID> offerings = offerings(details);
        List<Target> targets = new ArrayList<>();
        for (UUID offering : offerings) {
            targets.add(new Target(registrar(List.of(AcademicYears.name(year))), offering));
        }
        awaitViews(targets.stream().map(Target::registrar).toList(), offerings);
        return targets;
    }

    /** Further offerings for the registrar of a target. */
    public List<Target> further(Target target, int count, int places) {
        UUID training = trainings(1).get(0);
        LocalDate starts = AcademicYears.today().plusDays(30);
        List<ObjectNode> details = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            details.add(offering(training, AcademicYears.COUNT - 1, starts, starts.plusMonths(6), places, 0));
        }
        List<UUID> offerings = offerings(details);
        awaitViews(List.of(target.registrar()), offerings);
        return offerings.stream()
                .map(offering -> new Target(target.registrar(), offering))
                .toList();
    }

    /** A partner with an agreement in force that has seats in these academic years, and its client. */
    public Registrar registrar(List<String> years) {
        String name = nextName();
        UUID partner = create(
                partnerships,
                "/v1/partners",
                JsonApi.JSON
                        .createObjectNode()
                        .put("kind", "THIRD_PLACE")
                        .put("legalName", "Partenaire " + name + " (mesure)")
                        .put("relation", "AGREEMENT"));
        ObjectNode agreement =
                JsonApi.JSON.createObjectNode().put("kind", "SPECIFIC").put("startsOn", "2020-01-01");
        agreement
                .putArray("parties")
                .addObject()
                .put("partnerId", partner.toString())
                .put("role", "SIGNATORY");
        ArrayNode quotas = agreement.putArray("seatQuotas");
        years.forEach(year -> quotas.addObject().put("academicYear", year).put("seats", MOST_SEATS));
        ArrayNode fundings = agreement.putArray("fundings");
        List.of("INDIVIDUAL", "PARTNER", "REGION", "OPCO", "EMPLOYER")
                .forEach(kind -> fundings.addObject().put("kind", kind));
        UUID agreementId = create(partnerships, "/v1/agreements", agreement);
        post(partnerships, "/v1/agreements/" + agreementId + "/signature", JsonApi.JSON.createObjectNode());
        ClientCredentials client =
                platform.providePartnerClient("mesure-" + name.toLowerCase(Locale.ROOT), "Mesure " + name, partner);
        return new Registrar(partner, agreementId, client.id(), subject(platform.token(client)));
    }

    /** Sites of a partner, each with the label of the network. */
    void sites(UUID partner, UUID network, int count) {
        for (int i = 0; i < count; i++) {
            ObjectNode site = JsonApi.JSON
                    .createObjectNode()
                    .put("partnerId", partner.toString())
                    .put("name", "Site " + nextName());
            site.putObject("address").put("department", DEPARTMENTS.get(created % DEPARTMENTS.size()));
            site.putArray("labels").addObject().put("networkId", network.toString());
            create(partnerships, "/v1/sites", site);
        }
    }

    UUID network() {
        String name = nextName();
        return create(
                partnerships,
                "/v1/networks",
                JsonApi.JSON
                        .createObjectNode()
                        .put("code", "MESURE_" + name.replace('-', '_'))
                        .put("name", "Réseau " + name));
    }

    List<UUID> trainings(int count) {
        ObjectNode batch = JsonApi.JSON.createObjectNode();
        ArrayNode trainings = batch.putArray("trainings");
        for (int i = 0; i < count; i++) {
            String family = FAMILIES.get(i % FAMILIES.size());
            String name = nextName();
            trainings
                    .addObject()
                    .put("code", family.substring(0, 3) + "-" + name)
                    .put("title", family + " " + name)
                    .put("family", family)
                    .putArray("modalities")
                    .add("DISTANCE");
        }
        return ids(post(catalogue, "/v1/trainings/batches", batch).path("trainings"));
    }

    static ObjectNode offering(
            UUID training, int year, LocalDate startsOn, LocalDate endsOn, int places, int waitingListSize) {
        ObjectNode offering = JsonApi.JSON
                .createObjectNode()
                .put("trainingId", training.toString())
                .put("academicYear", AcademicYears.name(year))
                .put("modality", "DISTANCE")
                .put("startsOn", startsOn.toString())
                .put("endsOn", endsOn.toString())
                .put("capacity", places)
                .put("waitingListSize", waitingListSize);
        offering.putObject("price").put("amount", 890).put("currency", "EUR");
        return offering;
    }

    List<UUID> offerings(List<ObjectNode> details) {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < details.size(); from += BATCH) {
            ObjectNode batch = JsonApi.JSON.createObjectNode();
            batch.putArray("offerings").addAll(details.subList(from, Math.min(from + BATCH, details.size())));
            ids.addAll(ids(post(catalogue, "/v1/offerings/batches", batch).path("offerings")));
        }
        return ids;
    }

    /** Waits until enrollment-service knows the agreements and offerings and has their counters. */
    void awaitViews(Collection<Registrar> registrars, Collection<UUID> offerings) {
        Database enrollments = Database.of(platform, ServiceKind.ENROLLMENT);
        Object agreementIds = registrars.stream().map(Registrar::agreement).toArray(UUID[]::new);
        Object offeringIds = offerings.toArray(UUID[]::new);
        boolean known = Await.quietly(
                () -> enrollments.number(
                                        "select count(distinct a.id) from agreement_view a join partner_view p on p.id = any"
                                                + " (a.party_ids) join seat_counter s on s.agreement_id = a.id"
                                                + " where a.id = any (?) and a.state = 'IN_FORCE'",
                                        agreementIds)
                                == registrars.stream().distinct().count()
                        && enrollments.number(
                                        "select count(*) from offering_view o join place_counter p on p.offering_id = o.id"
                                                + " join training_view t on t.id = o.training_id"
                                                + " where o.id = any (?) and o.state = 'OPEN'",
                                        offeringIds)
                                == offerings.size(),
                PROPAGATION);
        if (!known) {
            throw new PlatformFailure("enrollment-service did not receive the agreements and offerings in "
                    + PROPAGATION.toSeconds() + " s.");
        }
    }

    private UUID create(FreshToken token, String path, JsonNode body) {
        return UUID.fromString(post(token, path, body).path("id").asText());
    }

    /** Repeats a request that had no final answer, with the same key. */
    private JsonNode post(FreshToken token, String path, JsonNode body) {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        long end = System.nanoTime() + ANSWER.toNanos();
        JsonApi.Answer answer = gateway.send("POST", token.get(), path, body, key);
        while (isTemporary(answer) && System.nanoTime() < end) {
            Await.quietly(() -> false, PAUSE);
            answer = gateway.send("POST", token.get(), path, body, key);
        }
        return gateway.required("POST", path, answer);
    }

    private static boolean isTemporary(JsonApi.Answer answer) {
        return answer.status() >= 500
                || TEMPORARY_CONFLICTS.contains(answer.body().path("code").asText());
    }

    private String nextName() {
        created++;
        return run + "-" + created;
    }

    private static List<UUID> ids(JsonNode items) {
        List<UUID> ids = new ArrayList<>();
        items.forEach(item -> ids.add(UUID.fromString(item.path("id").asText())));
        return ids;
    }

    private static String subject(String token) {
        try {
            return JsonApi.JSON
                    .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]))
                    .path("sub")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
