package fr.cned.partenariats.enrollment.attendance;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ASK_AN_OFFICER;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.GIVEN_TWICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.MORE_HOURS_THAN_A_WEEK_HAS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WEEK_NOT_BEGUN;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.attendance.AttendanceDeclaration.Entry;
import fr.cned.partenariats.enrollment.attendance.AttendanceRepository.Declarer;
import fr.cned.partenariats.enrollment.attendance.AttendanceRepository.Line;
import fr.cned.partenariats.enrollment.attendance.AttendanceRepository.Written;
import fr.cned.partenariats.enrollment.attendance.WeekRepository.Overfull;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Use cases of attendance: the partner that hosts declares the hours of a week and site, and reads them. */
@ApplicationScoped
@Transactional
class AttendanceService {

    private final AttendanceRepository attendances;
    private final WeekRepository weeks;
    private final Alerts alerts;
    private final Visibility visibility;
    private final Actors actors;
    private final Audit audit;
    private final Clock clock;

    AttendanceService(
            AttendanceRepository attendances,
            WeekRepository weeks,
            Alerts alerts,
            Visibility visibility,
            Actors actors,
            Audit audit,
            Clock clock) {
        this.attendances = attendances;
        this.weeks = weeks;
        this.alerts = alerts;
        this.visibility = visibility;
        this.actors = actors;
        this.audit = audit;
        this.clock = clock;
    }

    /** All entries or none; each declared week is judged at once. */
    DeclaredWeekView declare(AttendanceDeclaration declaration) {
        refuseIfGivenTwice(declaration.entries());
        IsoWeek week = IsoWeek.of(declaration.week());
        if (!week.hasBegunBy(LocalDate.now(clock))) {
            throw Refusal.of(WEEK_NOT_BEGUN, week.toString())
                    .with(new Violation("/week", WEEK_NOT_BEGUN, week.toString()));
        }
        refuseUnlessVisibleSite(declaration.siteId());
        List<Declared> declared = locked(declaration.entries(), week);
        List<Written> written = attendances.declare(
                new Declarer(declaration.siteId(), week, actors.current(), clock.instant()),
                declared.stream().map(Declared::line).toList());
        audit(written);
        refuseIfOverfull(declared, week);
        Map<UUID, JudgedWeek> judged =
                alerts.judge(declared.stream().map(d -> d.enrollment().id()).toList(), week).stream()
                        .collect(Collectors.toMap(JudgedWeek::enrollmentId, Function.identity()));
        return new DeclaredWeekView(
                declaration.siteId(),
                week.toString(),
                declaration.entries().stream()
                        .map(entry -> Objects.requireNonNull(judged.get(entry.enrollmentId())))
                        .map(DeclaredWeekView.Entry::of)
                        .toList());
    }

    /** Also that somebody declared what was known before. */
    private void audit(List<Written> written) {
        audit.record(
                written.isEmpty()
                        ? List.of(AuditedChange.of("attendance", null))
                        : written.stream()
                                .map(row -> AuditedChange.next("attendance", row.id(), row.version(), "hours"))
                                .toList());
    }

    /** An entry with the enrollment that it speaks of. */
    private record Declared(Entry entry, EnrollmentInWeek enrollment) {

        Line line() {
            return new Line(enrollment.id(), enrollment.partnerId(), entry.hours());
        }
    }

    private static void refuseIfGivenTwice(List<Entry> entries) {
        Set<UUID> seen = new HashSet<>();
        List<Violation> twice = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!seen.add(entries.get(i).enrollmentId())) {
                twice.add(new Violation(pointer(i), GIVEN_TWICE));
            }
        }
        if (!twice.isEmpty()) {
            throw Refusal.invalid(twice.toArray(Violation[]::new));
        }
    }

    private void refuseUnlessVisibleSite(UUID siteId) {
        boolean visible = attendances
                .partnerOfSite(siteId)
                .filter(owner -> visibility.partner().map(owner::equals).orElse(true))
                .isPresent();
        if (!visible) {
            throw Refusal.of(NOT_FOUND, "site").with(new Violation("/siteId", NOT_FOUND, "site"));
        }
    }

    /** In the entries' order, their students locked; refuses with every entry that cannot be. */
    private List<Declared> locked(List<Entry> entries, IsoWeek week) {
        Map<UUID, EnrollmentInWeek> found =
                weeks.lock(entries.stream().map(Entry::enrollmentId).toList(), visibility.partner()).stream()
                        .collect(Collectors.toMap(EnrollmentInWeek::id, Function.identity()));
        List<Declared> declared = new ArrayList<>(entries.size());
        List<Violation> blocking = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            EnrollmentInWeek enrollment = found.get(entries.get(i).enrollmentId());
            if (enrollment == null) {
                blocking.add(new Violation(pointer(i), NOT_FOUND, "enrollment"));
            } else {
                enrollment.blocking(week, pointer(i)).ifPresent(blocking::add);
                declared.add(new Declared(entries.get(i), enrollment));
            }
        }
        if (!blocking.isEmpty()) {
            throw Refusal.ofAll(blocking);
        }
        return declared;
    }

    /** A partner does not learn that another partner declared hours of the merged student. */
    private void refuseIfOverfull(List<Declared> declared, IsoWeek week) {
        Set<UUID> persons =
                declared.stream().map(d -> d.enrollment().personId()).collect(Collectors.toSet());
        Map<UUID, Boolean> overfull = weeks.overfull(persons, week, visibility.partner()).stream()
                .collect(Collectors.toMap(Overfull::personId, Overfull::visible));
        List<Violation> blocking = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            Boolean visible = overfull.get(declared.get(i).enrollment().personId());
            if (visible != null) {
                blocking.add(
                        visible
                                ? new Violation("/entries/" + i + "/hours", MORE_HOURS_THAN_A_WEEK_HAS)
                                : new Violation(pointer(i), ASK_AN_OFFICER));
            }
        }
        if (!blocking.isEmpty()) {
            throw Refusal.ofAll(blocking);
        }
    }

    private static String pointer(int entry) {
        return "/entries/" + entry + "/enrollmentId";
    }

    Page<AttendanceView> list(WeekFilter filter, @Nullable UUID siteId, PageParams page) {
        @Nullable Object[] bound = {filter.partnerId, filter.enrollmentId, filter.week, siteId};
        return Page.of(
                attendances.page(filter, siteId, visibility.partner(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                declared -> AttendanceView.of(declared, actors),
                Attendance::id,
                bound);
    }
}
