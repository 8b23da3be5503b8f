package fr.cned.partenariats.enrollment.attendance;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ABSENCE_JUSTIFIED_BEFORE;

import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Use cases of justified absences. Each has the week judged anew. */
@ApplicationScoped
@Transactional
class AbsenceService {

    private final AbsenceRepository absences;
    private final WeekRepository weeks;
    private final Alerts alerts;
    private final Visibility visibility;
    private final Actors actors;
    private final Clock clock;

    AbsenceService(
            AbsenceRepository absences,
            WeekRepository weeks,
            Alerts alerts,
            Visibility visibility,
            Actors actors,
            Clock clock) {
        this.absences = absences;
        this.weeks = weeks;
        this.alerts = alerts;
        this.visibility = visibility;
        this.actors = actors;
        this.clock = clock;
    }

    AbsenceView justify(AbsenceRequest request) {
        IsoWeek week = IsoWeek.of(request.week());
        EnrollmentInWeek enrollment = weeks.lock(List.of(request.enrollmentId()), visibility.partner()).stream()
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment")
                        .with(new Violation("/enrollmentId", NOT_FOUND, "enrollment")));
        enrollment.blocking(week, "/enrollmentId").ifPresent(blocking -> {
            throw Refusal.ofAll(List.of(blocking));
        });
        Absence absence = Absence.justify(enrollment, request, actors.current(), clock.instant());
        persist(absence);
        alerts.judge(List.of(enrollment.id()), week);
        return AbsenceView.of(absence, actors);
    }

    private void persist(Absence absence) {
        try {
            absences.persistAndFlush(absence);
        } catch (ConstraintViolationException standing) {
            Refusal refusal = Refusal.of(ABSENCE_JUSTIFIED_BEFORE);
            // A transaction of its own: the current one is over for PostgreSQL.
            QuarkusTransaction.requiringNew()
                    .call(() -> absences.standing(absence))
                    .ifPresent(id -> refusal.property("existingId", id));
            throw refusal;
        }
    }

    AbsenceView withdraw(UUID id, String reason) {
        Absence absence = visible(id);
        weeks.lock(List.of(absence.enrollmentId()), visibility.partner());
        absence.withdraw(reason, actors.current(), clock.instant());
        absences.flush();
        alerts.judge(List.of(absence.enrollmentId()), absence.week());
        return AbsenceView.of(absence, actors);
    }

    AbsenceView get(UUID id) {
        return AbsenceView.of(visible(id), actors);
    }

    Page<AbsenceView> list(WeekFilter filter, PageParams page) {
        @Nullable Object[] bound = {filter.partnerId, filter.enrollmentId, filter.week};
        return Page.of(
                absences.page(filter, visibility.partner(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                absence -> AbsenceView.of(absence, actors),
                Absence::id,
                bound);
    }

    private Absence visible(UUID id) {
        return absences.findVisible(id, visibility.partner()).orElseThrow(() -> Refusal.of(NOT_FOUND, "absence"));
    }
}
