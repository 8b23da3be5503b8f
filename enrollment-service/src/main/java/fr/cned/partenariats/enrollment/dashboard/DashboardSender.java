package fr.cned.partenariats.enrollment.dashboard;

import fr.cned.partenariats.commons.base.codes.AcademicYears;
import fr.cned.partenariats.enrollment.connection.ConnectedSystem;
import fr.cned.partenariats.enrollment.connection.ConnectionRun;
import fr.cned.partenariats.enrollment.connection.NoAnswer;
import fr.cned.partenariats.enrollment.connection.OutsideSystem;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Sent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends all records of a training centre: each night, and when somebody asks for it. */
@ApplicationScoped
class DashboardSender implements ConnectedSystem {

    private static final LocalTime NIGHT = LocalTime.of(2, 30);

    private final DashboardRecords records;
    private final DashboardClient client;
    private final Clock clock;

    DashboardSender(DashboardRecords records, DashboardClient client, Clock clock) {
        this.records = records;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public boolean isOn(OutsideSystem system) {
        return system == OutsideSystem.DASHBOARD && client.isOn();
    }

    @Override
    public Instant next(Instant now) {
        return nextNight(now, clock.getZone());
    }

    /** Later than now, also in the hour that comes twice. */
    static Instant nextNight(Instant now, ZoneId zone) {
        LocalDateTime tonight = LocalDate.ofInstant(now, zone).atTime(NIGHT);
        Instant start = tonight.atZone(zone).toInstant();
        return start.isAfter(now) ? start : tonight.plusDays(1).atZone(zone).toInstant();
    }

    @Override
    public void run(ConnectionRun run) throws NoAnswer {
        String fromYear = AcademicYears.of(LocalDate.now(clock).minusYears(1));
        QuarkusTransaction.requiringNew().run(() -> records.deleteBefore(run.connectionId, fromYear));
        List<Dossier> page = read(run, fromYear, null);
        while (!page.isEmpty()) {
            run.requireTime();
            store(run, page.stream().map(one -> new Sent(one, List.of())).toList(), false);
            store(run, client.send(run.key, page), true);
            page = read(run, fromYear, page.get(page.size() - 1));
        }
    }

    private void store(ConnectionRun run, List<Sent> page, boolean answered) {
        QuarkusTransaction.requiringNew().run(() -> records.store(run.connectionId, page, answered, clock.instant()));
    }

    private List<Dossier> read(ConnectionRun run, String fromYear, @Nullable Dossier after) {
        return QuarkusTransaction.requiringNew()
                .call(() -> records.next(
                        run.centreId,
                        fromYear,
                        LocalDate.now(clock),
                        clock.getZone(),
                        after,
                        DashboardClient.MOST_RECORDS));
    }
}
