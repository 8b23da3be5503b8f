package fr.cned.partenariats.benchmarks.rows;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A platform with many enrollments of {@value #PARTNERS} partners over three academic years. The first start loads them;
 * later starts of a large one find them. The same seed gives the same rows, except for the ids that the services assign.
 */
public final class Rows {

    private static final int PARTNERS = 40;
    private static final int QUICK_PARTNERS = 8;
    private static final int SITES_PER_PARTNER = 2;
    private static final int TRAININGS = 40;
    private static final int SEED = 2026;
    private static final int SEED_OF_ONE_PARTNER = 2027;

    /** Every tenth offering that has not started is full and has a waiting list. */
    private static final int FULL_EVERY = 10;

    /** Places of a full offering, as a share of all enrollments. */
    private static final int FULL_SHARE = 200;

    private static final Set<String> NEW_IN_THIS_RUN = ConcurrentHashMap.newKeySet();

    private Rows() {}

    /**
     * What the generator has created on a platform.
     *
     * @param offerings of all academic years
     */
    public record Population(List<Registrar> registrars, List<UUID> offerings) {}

    /**
     * The shared platform of {@link Bench}, with its rows. A small one is new in each run, because registrations of an
     * earlier run would make it large, and so is that of a quick run.
     */
    public static LocalPlatform on(Bench bench, Volume volume) {
        String name = volume.platformName(bench);
        if ((volume == Volume.SMALL || bench.quick()) && NEW_IN_THIS_RUN.add(name)) {
            forget(bench, volume);
        }
        if (!Files.exists(file(bench, volume))) {
            bench.stopPlatform();
            bench.builder(name).fresh(true).build(); // deletes the data of an incomplete load
        }
        return bench.platform(name, platform -> load(bench, volume, platform));
    }

    /** The platform with the demonstration data. The first run loads them. In a quick run it is that with the rows. */
    public static LocalPlatform demo(Bench bench) {
        if (!bench.quick()) {
            return bench.platform("demo", started -> started.loadDemo(DemoSize.FULL));
        }
        LocalPlatform platform = on(bench, Volume.SMALL);
        platform.loadDemo(DemoSize.SMALL);
        return platform;
    }

    /** The next scenario loads new rows. For scenarios that add many, which a quick run does not. */
    public static void discard(Bench bench, Volume volume) {
        if (!bench.quick()) {
            forget(bench, volume);
        }
    }

    private static void forget(Bench bench, Volume volume) {
        bench.stopPlatform();
        try {
            Files.deleteIfExists(file(bench, volume));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Population population(Bench bench, Volume volume) {
        try {
            return JsonApi.JSON.readValue(file(bench, volume).toFile(), Population.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(Bench bench, Volume volume, LocalPlatform platform) {
        Path file = file(bench, volume);
        if (Files.exists(file)) {
            return;
        }
        int enrollments = volume.enrollments(bench);
        bench.note("Loading " + enrollments + " enrollments, which happens once");
        long began = System.nanoTime();
        Population population = create(new Registry(platform), bench.quick() ? QUICK_PARTNERS : PARTNERS, enrollments);
        RowLoader.load(platform, population, enrollments, SEED);
        try {
            JsonApi.JSON.writeValue(file.toFile(), population);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bench.note("Loaded in " + (System.nanoTime() - began) / 1_000_000_000L + " s");
    }

    /** Loads so many enrollments of one new partner on the offerings of a platform, once. */
    public static Registrar onePartner(Bench bench, Volume volume, int enrollments) {
        LocalPlatform platform = on(bench, volume);
        bench.note("Loading " + enrollments + " enrollments of one partner");
        Registry registry = new Registry(platform);
        Registrar registrar = registry.registrar(AcademicYears.names());
        registry.awaitViews(List.of(registrar), List.of());
        Population one =
                new Population(List.of(registrar), population(bench, volume).offerings());
        RowLoader.load(platform, one, enrollments, SEED_OF_ONE_PARTNER);
        return registrar;
    }

    private static Population create(Registry registry, int partners, int enrollments) {
        UUID network = registry.network();
        List<Registrar> registrars = new ArrayList<>();
        for (int i = 0; i < partners; i++) {
            Registrar registrar = registry.registrar(AcademicYears.names());
            registry.sites(registrar.partner(), network, SITES_PER_PARTNER);
            registrars.add(registrar);
        }
        List<UUID> trainings = registry.trainings(TRAININGS);
        List<String> details = new ArrayList<>();
        for (int year = 0; year < AcademicYears.COUNT; year++) {
            for (int i = 0; i < TRAININGS; i++) {
                details.add(offering(trainings.get(i), year, i, enrollments));
            }
        }
        List<UUID> offerings = registry.offerings(details);
        registry.awaitViews(registrars, offerings);
        return new Population(registrars, offerings);
    }

    /** Those of past years have ended. Of the current year, half have started. */
    private static String offering(UUID training, int year, int number, int enrollments) {
        LocalDate today = AcademicYears.today();
        LocalDate september = LocalDate.of(AcademicYears.first(year), 9, 10);
        if (year < AcademicYears.COUNT - 1) {
            return Registry.offering(training, year, september, september.plusDays(290), Registry.MOST_PLACES, 0);
        }
        if (number % 2 == 0) {
            LocalDate started = september.isBefore(today.minusDays(5)) ? september : today.minusDays(5);
            return Registry.offering(training, year, started, today.plusDays(200), Registry.MOST_PLACES, 0);
        }
        boolean isFull = number % FULL_EVERY == 1;
        int places = isFull ? Math.max(1, enrollments / FULL_SHARE) : Registry.MOST_PLACES;
        int waiting = isFull ? Registry.MOST_PLACES : 0;
        return Registry.offering(training, year, today.plusDays(30), today.plusDays(240), places, waiting);
    }

    private static Path file(Bench bench, Volume volume) {
        return bench.folder(volume.platformName(bench)).resolve("population.json");
    }
}
