package fr.cned.partenariats.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.zip.ZipInputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Whole packages of OneRoster of a partner with many enrollments. */
final class Exports {

    private static final String PATH = "/v1/exports/oneroster";

    /** Three of four are in the package; the others wait or have ended without a result. */
    private static final int ENROLLMENTS = 140_000;

    private static final int QUICK_ENROLLMENTS = 2_000;
    private static final long LOOK_EVERY_NANOS = 20_000_000;
    private static final int LONGEST_MILLIS = 60_000;

    private static final String COPY = """
            copy (
              with exported as materialized (
                select e.id, e.student_id, e.offering_id, e.site_id, e.state
                from enrollment e join student s on s.id = e.student_id
                where e.partner_id = '%s' and e.state in ('CONFIRMED', 'ACTIVE', 'COMPLETED') and s.erased_at is null),
              users as materialized (select * from student where id in (select student_id from exported))
              select cast(id as text), cast(offering_id as text), cast(student_id as text), cast(site_id as text), state
              from exported
              union all
              select cast(id as text), given_names, family_name, reference, email from users
              union all
              select cast(id as text) || '.student', cast(id as text), 'student', null, null from users
              union all
              select cast(id as text), cast(birth_date as text), birth_place, details ->> 'sex', null from users)
            to stdout (format csv)""";

    private final Service service;
    private final Database database;
    private final Registrar registrar;
    private final Tokens tokens;
    private final int restMegabytes;
    private int mostMegabytes;
    private long lines;

    private Exports(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.SMALL);
        this.service = platform.service(ServiceKind.ENROLLMENT);
        this.database = Database.of(platform, ServiceKind.ENROLLMENT);
        this.registrar = Rows.onePartner(bench, Volume.SMALL, bench.quick() ? QUICK_ENROLLMENTS : ENROLLMENTS);
        this.tokens = new Tokens(platform);
        // At rest, the heap for new objects has been used, and the statistics have the new rows.
        RegistrationLoad load = new RegistrationLoad(bench, platform, new Registry(platform).targets(1));
        load.rate(load.targets(), bench.quick() ? 2 : 10);
        ManyRows.millisUntilCounted(platform, load);
        this.restMegabytes = Services.megabytes(service);
    }

    static Scenario oneRoster() {
        return Scenario.named(
                        "export-oneroster",
                        "GET %s, a whole package of one partner with more than 100 000 enrollments, sent to the service"
                                .formatted(PATH))
                .ours("enrollment-service")
                .baseline("one COPY of these lines of enrollments and students through the JDBC driver")
                .gates(
                        Gate.oursAtLeast(Metric.RATE, 20_000),
                        Gate.ratioAtLeast(Metric.RATE, 0.1, 0.25),
                        Gate.oursAtMost(Metric.MEMORY, 64))
                .remark("a request of this row is one line of a CSV file, which the receiver unzips; memory is the most"
                        + " that the process has resident above what it had before its first package")
                .setup(bench -> {
                    Exports exports = new Exports(bench);
                    return Sides.of(exports::received, exports::copied)
                            .findings(() -> "a package has %d lines".formatted(exports.lines))
                            .atTheEnd(() -> Rows.discard(bench, Volume.SMALL)); // it is large now
                });
    }

    private Measurement received(Round round) {
        mostMegabytes = restMegabytes;
        double rate = rate(round, this::receivedLines);
        return Measurement.of(Metric.RATE, rate).and(Metric.MEMORY, mostMegabytes - restMegabytes);
    }

    private Measurement copied(Round round) {
        String copy = COPY.formatted(registrar.partner());
        return Measurement.of(Metric.RATE, rate(round, () -> database.with(session -> copiedLines(session, copy))));
    }

    /** Lines per second of one package after the other. */
    private static double rate(Round round, LongSupplier onePackage) {
        long began = System.nanoTime();
        long count = 0;
        do {
            count += onePackage.getAsLong();
        } while (System.nanoTime() - began < round.length().toNanos());
        return count / ((System.nanoTime() - began) / 1e9);
    }

    private long receivedLines() {
        CompletableFuture<Long> received = CompletableFuture.supplyAsync(this::linesOfPackage);
        while (!received.isDone()) {
            mostMegabytes = Math.max(mostMegabytes, Services.megabytes(service));
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        lines = received.join();
        return lines;
    }

    private long linesOfPackage() {
        try {
            URLConnection request = service.url().resolve(PATH).toURL().openConnection();
            request.setRequestProperty("Authorization", tokens.bearer(registrar.client()));
            request.setReadTimeout(LONGEST_MILLIS);
            long count = 0;
            try (ZipInputStream zip = new ZipInputStream(request.getInputStream())) {
                while (zip.getNextEntry() != null) {
                    count += new BufferedReader(new InputStreamReader(zip, UTF_8))
                            .lines()
                            .count();
                }
            }
            return count;
        } catch (IOException e) {
            throw new PlatformFailure("enrollment-service sent no package: " + e.getMessage(), e);
        }
    }

    private static long copiedLines(Connection session, String copy) throws SQLException {
        CopyOut rows = session.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
        long count = 0;
        while (rows.readFromCopy() != null) {
            count++;
        }
        return count;
    }
}
