package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.OPCO_DOSSIER_TAKEN;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.ActorNames;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;

/** Records which dossier of an OPCO pays a funding line, and follows what OPCOs report of recorded dossiers. */
@ApplicationScoped
public class DossierService {

    private static final Logger LOG = Logger.getLogger(DossierService.class);

    private final EnrollmentService enrollments;
    private final EnrollmentRepository repository;
    private final ActorNames actors;
    private final Clock clock;

    DossierService(EnrollmentService enrollments, EnrollmentRepository repository, ActorNames actors, Clock clock) {
        this.enrollments = enrollments;
        this.repository = repository;
        this.actors = actors;
        this.clock = clock;
    }

    @Transactional
    EnrollmentView record(UUID id, UUID lineId, Opco opco, String number) {
        try {
            return enrollments.change(
                    id, e -> e.recordDossier(lineId, opco, number, actors.current(), clock.instant()));
        } catch (ConstraintViolationException e) {
            throw Refusal.of(OPCO_DOSSIER_TAKEN);
        }
    }

    /** Those of the reports whose dossier is recorded for an apprentice of the centre. The caller sees all tenants. */
    public List<OpcoDossier> recorded(UUID centreId, List<OpcoDossier> reports) {
        List<Enrollment> known = with(centreId, reports);
        return reports.stream()
                .filter(report -> known.stream().anyMatch(e -> e.hasDossier(report)))
                .toList();
    }

    /** Each dossier has its own transaction. The caller sees all tenants. */
    public void follow(UUID centreId, List<OpcoDossier> reports) {
        for (Enrollment enrollment : with(centreId, reports)) {
            reports.stream().filter(enrollment::isNews).forEach(report -> follow(enrollment.id(), report));
        }
    }

    private List<Enrollment> with(UUID centreId, List<OpcoDossier> reports) {
        return QuarkusTransaction.requiringNew()
                .call(() -> repository.withDossiers(
                        centreId, reports.stream().map(OpcoDossier::key).toArray(String[]::new)));
    }

    /**
     * After the end of the offering nobody is confirmed: the calendar cancels the enrollment first. A report that the
     * database refuses stops no other one.
     */
    private void follow(UUID id, OpcoDossier report) {
        try {
            enrollments.follow(id, report);
        } catch (Refusal refusal) {
            LOG.infof("enrollment %s does not follow its OPCO yet: %s", id, refusal.getMessage());
        } catch (RuntimeException e) {
            Optional<String> refused = DatabaseFailures.refusedContent(e);
            if (refused.isEmpty()) {
                throw e;
            }
            LOG.errorf("enrollment %s does not follow its OPCO: refused by the database: %s", id, refused.get());
        }
    }
}
