package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.write.RegistrationLoad;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The mix of the rentrée: nine reads for each registration, three of ten registrations for the popular offering. */
final class RentreeLoad {

    private static final int REQUESTS = 2_000;
    private static final int SEED = 9;

    /** Of {@link #ALL_READS}, so many read the catalogue, and the rest enrollments. */
    private static final int CATALOGUE_READS = 70;

    private static final int ALL_READS = 90;
    private static final int SAMPLE = 200;
    private static final List<String> WORDS = List.of("bts", "licence", "master", "management", "comptabilite");

    private final RegistrationLoad registrations;
    private final Tokens tokens;
    private final List<Registrar> registrars;
    private final List<UUID> offerings;
    private final List<String> trainingIds;
    private final List<String> offeringIds;
    private final List<String> enrollmentIds;
    private final Registrar owner;

    /**
     * @param registrars the partners that send requests; the first has enrollments
     * @param offerings those with free places
     */
    RentreeLoad(
            LocalPlatform platform, RegistrationLoad registrations, List<Registrar> registrars, List<UUID> offerings) {
        this.registrations = registrations;
        this.tokens = new Tokens(platform);
        this.registrars = registrars;
        this.offerings = offerings;
        this.owner = registrars.get(0);
        Database catalogue = Database.of(platform, ServiceKind.CATALOG);
        this.trainingIds = catalogue.texts("select id from training where state = 'PUBLISHED' limit ?", SAMPLE);
        this.offeringIds = catalogue.texts("select id from offering where state = 'OPEN' limit ?", SAMPLE);
        this.enrollmentIds = Database.of(platform, ServiceKind.ENROLLMENT)
                .texts("select id from enrollment where partner_id = ? limit ?", owner.partner(), SAMPLE);
    }

    /** The same mix for each popular offering. */
    List<LoadPlan.Request> requests(UUID popular) {
        Random random = new Random(SEED);
        return requests(
                i -> i % 10 == 0 ? register(popular, random) : read(registrar(i), random, random.nextInt(ALL_READS)));
    }

    /** Only the reads of the catalogue, in the shares of the mix. */
    List<LoadPlan.Request> catalogueReads() {
        Random random = new Random(SEED);
        return requests(i -> read(registrar(i), random, random.nextInt(CATALOGUE_READS)));
    }

    /** Only the reads of enrollments, in the shares of the mix. */
    List<LoadPlan.Request> enrollmentReads() {
        Random random = new Random(SEED);
        return requests(i -> read(registrar(i), random, random.nextInt(CATALOGUE_READS, ALL_READS)));
    }

    /** Only registrations, none of them for a popular offering. */
    List<LoadPlan.Request> registrations() {
        Random random = new Random(SEED);
        return requests(i -> registrations.request(
                new Target(registrars.get(random.nextInt(registrars.size())), any(offerings, random))));
    }

    private static List<LoadPlan.Request> requests(IntFunction<LoadPlan.Request> one) {
        return IntStream.range(0, REQUESTS).mapToObj(one).toList();
    }

    private Registrar registrar(int i) {
        return registrars.get(i % registrars.size());
    }

    private LoadPlan.Request register(UUID popular, Random random) {
        return registrations.request(new Target(
                registrars.get(random.nextInt(registrars.size())),
                random.nextInt(10) < 3 ? popular : any(offerings, random)));
    }

    private LoadPlan.Request read(Registrar registrar, Random random, int kind) {
        if (kind < 15) {
            return get("/v1/trainings/" + any(trainingIds, random), registrar);
        } else if (kind < 30) {
            return get("/v1/offerings/" + any(offeringIds, random), registrar);
        } else if (kind < 45) {
            return get("/v1/trainings?limit=20", registrar);
        } else if (kind < 55) {
            return get("/v1/offerings?limit=20", registrar);
        } else if (kind < CATALOGUE_READS) {
            return get("/v1/trainings?limit=20&q=" + any(WORDS, random), registrar);
        } else if (kind < 85) {
            return get("/v1/enrollments?limit=20", registrar);
        }
        return get("/v1/enrollments/" + any(enrollmentIds, random), owner);
    }

    private LoadPlan.Request get(String path, Registrar registrar) {
        return LoadPlan.Request.get(path, Map.of("Authorization", tokens.bearer(registrar.client())));
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
