package fr.cned.partenariats.benchmarks.rows;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.demo.GatewayClient;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Creates partners, sites, agreements and offerings through the API of a platform, as the offices would. */
public final class Registry {

    /** The most places of an offering. */
    public static final int MOST_PLACES = 100_000;

    private static final int MOST_SEATS = 1_000_000;
    private static final int BATCH = 100;
    private static final Duration PROPAGATION = Duration.ofMinutes(2);
    private static final List<String> FAMILIES = List.of("BTS", "LICENCE", "MASTER");
    private static final List<String> DEPARTMENTS = List.of("29", "35", "59", "69", "75", "974");

    /** Names are unique over all runs and registries. */
    private static final String RUN =
            Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);

    private static final AtomicInteger CREATED = new AtomicInteger();

    private final LocalPlatform platform;
    private final GatewayClient partnerships;
    private final GatewayClient catalogue;

    public Registry(LocalPlatform platform) {
        this.platform = platform;
        this.partnerships = office(RealmAccounts.PARTNERSHIP_OFFICE);
        this.catalogue = office(RealmAccounts.CATALOGUE_OFFICE);
    }

    private GatewayClient office(String client) {
        return new GatewayClient(platform.gatewayUrl(), () -> platform.token(platform.client(client)));
    }

    /** Targets with free places: each has its own partner and offering. */
    public List<Target> targets(int count) {
        List<UUID> offerings = openOfferings(count);
        List<Target> targets = new ArrayList<>();
        for (UUID offering : offerings) {
            targets.add(new Target(registrar(List.of(AcademicYears.name(AcademicYears.COUNT - 1))), offering));
        }
        awaitViews(targets.stream().map(Target::registrar).toList(), offerings);
        return targets;
    }

    /** Further offerings for the registrar of a target. */
    public List<Target> further(Target target, int count) {
        List<UUID> offerings = openOfferings(count);
        awaitViews(List.of(target.registrar()), offerings);
        return offerings.stream()
                .map(offering -> new Target(target.registrar(), offering))
                .toList();
    }

    private List<UUID> openOfferings(int count) {
        LocalDate starts = AcademicYears.today().plusDays(30);
        String offering =
                offering(trainings(1).get(0), AcademicYears.COUNT - 1, starts, starts.plusMonths(6), MOST_PLACES, 0);
        return offerings(Collections.nCopies(count, offering));
    }

    /** A partner with an agreement in force that has seats in these academic years, and its client. */
    Registrar registrar(List<String> years) {
        String name = nextName();
        UUID partner = create("/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Partenaire %s (mesure)","relation":"AGREEMENT"}""".formatted(name));
        String quotas = years.stream()
                .map(year -> "{\"academicYear\":\"%s\",\"seats\":%d}".formatted(year, MOST_SEATS))
                .collect(Collectors.joining(","));
        UUID agreement = create("/v1/agreements", """
                {"kind":"SPECIFIC","startsOn":"2020-01-01","parties":[{"partnerId":"%s","role":"SIGNATORY"}],
                 "seatQuotas":[%s],"fundings":[{"kind":"INDIVIDUAL"},{"kind":"PARTNER"},{"kind":"REGION"},
                 {"kind":"OPCO"},{"kind":"EMPLOYER"}]}""".formatted(partner, quotas));
        post(partnerships, "/v1/agreements/" + agreement + "/signature", "{}");
        ClientCredentials client =
                platform.providePartnerClient("mesure-" + name.toLowerCase(Locale.ROOT), "Mesure " + name, partner);
        return new Registrar(partner, agreement, client.id(), subject(platform.token(client)));
    }

    /** Sites of a partner, each with the label of the network. */
    void sites(UUID partner, UUID network, int count) {
        for (int i = 0; i < count; i++) {
            create("/v1/sites", """
                    {"partnerId":"%s","name":"Site %s","address":{"department":"%s"},
                     "labels":[{"networkId":"%s"}]}""".formatted(
                            partner, nextName(), DEPARTMENTS.get(CREATED.get() % DEPARTMENTS.size()), network));
        }
    }

    UUID network() {
        String name = nextName();
        return create(
                "/v1/networks",
                "{\"code\":\"MESURE_%s\",\"name\":\"Réseau %s\"}".formatted(name.replace('-', '_'), name));
    }

    public List<UUID> trainings(int count) {
        List<String> trainings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String family = FAMILIES.get(i % FAMILIES.size());
            String name = nextName();
            trainings.add("""
                    {"code":"%s-%s","title":"%s %s","family":"%s","modalities":["DISTANCE"]}""".formatted(family.substring(0, 3), name, family, name, family));
        }
        return batches("trainings", trainings);
    }

    static String offering(
            UUID training, int year, LocalDate startsOn, LocalDate endsOn, int places, int waitingListSize) {
        return """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":%d,"waitingListSize":%d,"price":{"amount":890,"currency":"EUR"}}""".formatted(training, AcademicYears.name(year), startsOn, endsOn, places, waitingListSize);
    }

    List<UUID> offerings(List<String> details) {
        return batches("offerings", details);
    }

    private List<UUID> batches(String things, List<String> details) {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < details.size(); from += BATCH) {
            String batch = String.join(",", details.subList(from, Math.min(from + BATCH, details.size())));
            post(catalogue, "/v1/" + things + "/batches", "{\"%s\":[%s]}".formatted(things, batch))
                    .path(things)
                    .forEach(thing -> ids.add(UUID.fromString(thing.path("id").asText())));
        }
        return ids;
    }

    /** Waits until enrollment-service knows the agreements and offerings and has their counters. */
    void awaitViews(Collection<Registrar> registrars, Collection<UUID> offerings) {
        Database enrollments = Database.of(platform, ServiceKind.ENROLLMENT);
        UUID[] agreementIds =
                registrars.stream().map(Registrar::agreement).distinct().toArray(UUID[]::new);
        UUID[] offeringIds = offerings.toArray(UUID[]::new);
        boolean known = Await.quietly(
                () -> enrollments.number(
                                        "select count(distinct a.id) from agreement_view a join partner_view p on p.id = any"
                                                + " (a.party_ids) join seat_counter s on s.agreement_id = a.id"
                                                + " where a.id = any (?) and a.state = 'IN_FORCE'",
                                        (Object) agreementIds)
                                == agreementIds.length
                        && enrollments.number(
                                        "select count(*) from offering_view o join place_counter p on p.offering_id = o.id"
                                                + " join training_view t on t.id = o.training_id"
                                                + " where o.id = any (?) and o.state = 'OPEN'",
                                        (Object) offeringIds)
                                == offeringIds.length,
                PROPAGATION);
        if (!known) {
            throw new PlatformFailure("enrollment-service did not receive the agreements and offerings in "
                    + PROPAGATION.toSeconds() + " s.");
        }
    }

    private UUID create(String path, String body) {
        return UUID.fromString(post(partnerships, path, body).path("id").asText());
    }

    private static JsonNode post(GatewayClient office, String path, String body) {
        return office.write(path, read(body), UUID.randomUUID());
    }

    private String nextName() {
        return RUN + "-" + CREATED.incrementAndGet();
    }

    private static String subject(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return read(new String(claims, StandardCharsets.UTF_8)).path("sub").asText();
    }

    private static JsonNode read(String json) {
        try {
            return JsonApi.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
