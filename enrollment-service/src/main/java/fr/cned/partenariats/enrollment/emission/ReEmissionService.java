package fr.cned.partenariats.enrollment.emission;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.enrollment.attendance.Alerts;
import fr.cned.partenariats.enrollment.counter.Counters;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Publishes the current state of everything again, for when Kafka has lost its data or a consumer was
 * built anew. In chunks of locked rows, so that no older state can come behind a newer one.
 */
@ApplicationScoped
class ReEmissionService {

    private static final int CHUNK = 500;

    private final EnrollmentService enrollments;
    private final Counters counters;
    private final Alerts alerts;
    private final Audit audit;

    ReEmissionService(EnrollmentService enrollments, Counters counters, Alerts alerts, Audit audit) {
        this.enrollments = enrollments;
        this.counters = counters;
        this.alerts = alerts;
        this.audit = audit;
    }

    ReEmission reEmitAll() {
        audit.recordAlone(AuditedChange.of("re-emission", null));
        return new ReEmission(
                countAll(enrollments::reEmit),
                countAll(counters::reEmitSeats),
                countAll(counters::reEmitPlaces),
                countAll(alerts::reEmit));
    }

    private static int countAll(BiFunction<UUID, Integer, List<UUID>> nextChunk) {
        int count = 0;
        List<UUID> ids = nextChunk.apply(new UUID(0, 0), CHUNK);
        while (!ids.isEmpty()) {
            count += ids.size();
            ids = nextChunk.apply(ids.get(ids.size() - 1), CHUNK);
        }
        return count;
    }
}
