package fr.cned.partenariats.enrollment.schooling.attendance;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.GIVEN_TWICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WEEK_NOT_BEGUN;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceRepository.DeclaredHours;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceRepository.Mark;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceRepository.WrittenRow;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Declares the hours of many weeks and sites for a job, in the transaction of the caller, which has the scope of all
 * tenants. The rules are those of a single declaration, but a refused row does not refuse the others.
 */
@ApplicationScoped
public class BulkAttendance {

    private final AttendanceRepository attendances;
    private final EnrollmentLockRepository enrollments;
    private final AlertService alerts;
    private final ChangeRecorder recorder;
    private final Clock clock;

    BulkAttendance(
            AttendanceRepository attendances,
            EnrollmentLockRepository enrollments,
            AlertService alerts,
            ChangeRecorder recorder,
            Clock clock) {
        this.attendances = attendances;
        this.enrollments = enrollments;
        this.alerts = alerts;
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * The caller who started the job.
     *
     * @param name the name for the history of the hours
     */
    public record Origin(TenantScope scope, String name, Actor actor) {}

    /**
     * The hours of one enrollment in a week at a site.
     *
     * @param number tells it from the other rows
     * @param pointer to what names the enrollment
     */
    public record Row(int number, UUID siteId, IsoWeek week, UUID enrollmentId, BigDecimal hours, String pointer) {}

    /**
     * What became of a row.
     *
     * @param isChanged false when the same hours were declared before
     * @param violation why the row is refused; null for an accepted row
     */
    public record Result(
            UUID enrollmentId, boolean isChanged, @Nullable Violation violation) {}

    @Transactional(Transactional.TxType.MANDATORY)
    public void requireVisibleSite(UUID siteId, TenantScope scope) {
        if (attendances.partnerOfSite(siteId).filter(scope::covers).isEmpty()) {
            throw Refusal.at("/siteId", NOT_FOUND, "site");
        }
    }

    /**
     * The results in the order of the rows.
     *
     * @param dryRun whether all writes are undone, so that the next call does not see their hours
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Result> declare(Origin origin, List<Row> rows, boolean dryRun) {
        Map<UUID, UUID> partners =
                attendances.partnersOfSites(rows.stream().map(Row::siteId).collect(Collectors.toSet()));
        Map<UUID, LockedEnrollment> locked =
                enrollments.lock(rows.stream().map(Row::enrollmentId).collect(Collectors.toSet()), origin.scope());
        Map<Row, Violation> refused = new HashMap<>();
        Map<SiteWeek, List<Hours>> declarable = new LinkedHashMap<>();
        Set<Declared> declared = new HashSet<>();
        for (Row row : rows) {
            LockedEnrollment enrollment = locked.get(row.enrollmentId());
            Violation violation = violation(origin, row, partners.get(row.siteId()), enrollment);
            if (violation != null || enrollment == null) {
                refused.put(row, Objects.requireNonNull(violation));
            } else if (!declared.add(new Declared(row.siteId(), row.week(), enrollment.id()))) {
                refused.put(row, new Violation(row.pointer(), GIVEN_TWICE)); // such as by its id and by its reference
            } else {
                declarable
                        .computeIfAbsent(new SiteWeek(row.siteId(), row.week()), key -> new ArrayList<>())
                        .add(new Hours(row, enrollment));
            }
        }
        Set<Row> changed = new HashSet<>();
        attendances.mark(Mark.DRY_RUN);
        declarable.forEach((key, hours) -> changed.addAll(declare(origin, key, hours, refused, dryRun)));
        if (dryRun) {
            attendances.undo(Mark.DRY_RUN);
        }
        return rows.stream()
                .map(row -> new Result(row.enrollmentId(), changed.contains(row), refused.get(row)))
                .toList();
    }

    private record SiteWeek(UUID siteId, IsoWeek week) {}

    private record Declared(UUID siteId, IsoWeek week, UUID enrollmentId) {}

    private record Hours(Row row, LockedEnrollment enrollment) {}

    private @Nullable Violation violation(
            Origin origin, Row row, @Nullable UUID partner, @Nullable LockedEnrollment enrollment) {
        if (!row.week().hasBegunBy(LocalDate.now(clock))) {
            return new Violation("/week", WEEK_NOT_BEGUN, row.week().toString());
        }
        if (partner == null || !origin.scope().covers(partner)) {
            return new Violation("/siteId", NOT_FOUND, "site");
        }
        return DeclarationRules.undeclarable(enrollment, row.week(), row.pointer())
                .orElse(null);
    }

    /**
     * Declares the hours of a week at a site, without those of persons whose week would be overfull.
     *
     * @return the rows that changed hours
     */
    private List<Row> declare(
            Origin origin, SiteWeek at, List<Hours> hours, Map<Row, Violation> refused, boolean dryRun) {
        attendances.mark(Mark.WEEK);
        List<WrittenRow> written = write(origin, at, hours);
        Map<UUID, Boolean> overfull = attendances.overfull(
                hours.stream().map(of -> of.enrollment().personId()).collect(Collectors.toSet()),
                at.week(),
                origin.scope());
        List<Hours> accepted = hours;
        if (!overfull.isEmpty()) {
            accepted = withoutOverfull(hours, overfull, refused);
            attendances.undo(Mark.WEEK);
            written = accepted.isEmpty() ? List.of() : write(origin, at, accepted);
        }
        if (!dryRun && !accepted.isEmpty()) {
            recorder.recordFor(
                    origin.actor(), written.stream().map(WrittenRow::change).toList());
            alerts.evaluate(accepted.stream().map(of -> of.enrollment().id()).collect(Collectors.toSet()), at.week());
        }
        Set<UUID> changed = written.stream().map(WrittenRow::enrollmentId).collect(Collectors.toSet());
        return accepted.stream()
                .filter(of -> changed.contains(of.enrollment().id()))
                .map(Hours::row)
                .toList();
    }

    private static List<Hours> withoutOverfull(
            List<Hours> hours, Map<UUID, Boolean> overfull, Map<Row, Violation> refused) {
        List<Hours> accepted = new ArrayList<>();
        for (Hours of : hours) {
            DeclarationRules.overfull(
                            overfull.get(of.enrollment().personId()), of.row().pointer(), "/hours")
                    .ifPresentOrElse(violation -> refused.put(of.row(), violation), () -> accepted.add(of));
        }
        return accepted;
    }

    private List<WrittenRow> write(Origin origin, SiteWeek at, List<Hours> hours) {
        List<DeclaredHours> declared = hours.stream()
                .map(of -> new DeclaredHours(
                        of.enrollment().id(),
                        of.enrollment().partnerId(),
                        of.row().hours()))
                .toList();
        return attendances.declare(at.siteId(), at.week(), declared, origin.name(), clock.instant());
    }
}
