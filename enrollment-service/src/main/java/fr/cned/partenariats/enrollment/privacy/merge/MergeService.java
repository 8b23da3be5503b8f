package fr.cned.partenariats.enrollment.privacy.merge;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.MERGE_REASON_REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.MERGE_WITH_ITSELF;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_HAS_ALIASES;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_IS_ALIAS;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ContractService;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import fr.cned.partenariats.enrollment.student.Student;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Merges two registrations of one person, and undoes merges. The merged registration becomes an alias of the survivor:
 * its partner still uses it, and its enrollments belong to the survivor. No partner sees data of another one.
 */
@ApplicationScoped
public class MergeService implements PersonalDataSource {

    private final StudentService students;
    private final EnrollmentService enrollments;
    private final ContractService contracts;
    private final AlertService alerts;
    private final DistinctionService distinctions;
    private final MergeRepository merges;
    private final Caller caller;
    private final Clock clock;

    MergeService(
            StudentService students,
            EnrollmentService enrollments,
            ContractService contracts,
            AlertService alerts,
            DistinctionService distinctions,
            MergeRepository merges,
            Caller caller,
            Clock clock) {
        this.students = students;
        this.enrollments = enrollments;
        this.contracts = contracts;
        this.alerts = alerts;
        this.distinctions = distinctions;
        this.merges = merges;
        this.caller = caller;
        this.clock = clock;
    }

    /** Refuses chains: an alias is not merged again, and a student with aliases does not become one. */
    @Transactional
    MergeView create(UUID survivorId, UUID mergedId, @Nullable String reason) {
        if (survivorId.equals(mergedId)) {
            throw Refusal.at("/mergedStudentId", MERGE_WITH_ITSELF);
        }
        List<Student> both = students.lock(Set.of(survivorId, mergedId));
        Student survivor = find(both, survivorId, "");
        Student merged = find(both, mergedId, "/mergedStudentId");
        refuseAlias(survivor, "");
        refuseAlias(merged, "/mergedStudentId");
        if (!students.aliasesOf(mergedId).isEmpty()) {
            throw Refusal.at("/mergedStudentId", STUDENT_HAS_ALIASES);
        }
        if (reason == null && !merged.hasSameIneAs(survivor) && !merged.hasSameIdentityAs(survivor)) {
            throw Refusal.invalid(new Violation("/reason", MERGE_REASON_REQUIRED));
        }
        distinctions.refuseDistinct(students.registrationsOf(survivorId), mergedId, "/mergedStudentId");
        contracts.refuseMergeWithOverlap(survivorId, mergedId);
        int moved = enrollments.reassign(mergedId, mergedId, survivorId);
        merged.mergeInto(survivor);
        StudentMerge merge = StudentMerge.of(survivorId, mergedId, reason, moved, caller.actor(), clock.instant());
        merges.persistAndFlush(merge);
        alerts.evaluateAfterMerge(Set.of(survivorId));
        return merge.view();
    }

    /** Moves the enrollments of the alias's id back to it, including new ones. */
    @Transactional
    MergeView undo(UUID survivorId, UUID mergeId, String reason) {
        StudentMerge merge = merges.lock(mergeId, survivorId).orElseThrow(() -> Refusal.of(NOT_FOUND, "merge"));
        merge.refuseIfUndone(clock.getZone());
        UUID mergedId = merge.mergedId();
        Student merged = find(students.lock(Set.of(survivorId, mergedId)), mergedId, "");
        int returned = enrollments.reassign(mergedId, survivorId, mergedId);
        merged.unmerge();
        students.forgetActivity(survivorId);
        merge.undo(reason, returned, caller.actor(), clock.instant());
        merges.flush();
        alerts.evaluateAfterMerge(Set.of(survivorId, mergedId));
        return merge.view();
    }

    @Transactional
    Page<MergeView> list(UUID id, PageParams page) {
        UUID studentId = students.find(id).id();
        return Lists.byId(
                merges,
                new Conditions().matching("(survivorId = ? or mergedId = ?)", studentId),
                page,
                StudentMerge::view,
                StudentMerge::id);
    }

    static Student find(List<Student> students, UUID id, String pointer) {
        return students.stream()
                .filter(student -> student.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.at(pointer, NOT_FOUND, "student"));
    }

    static void refuseAlias(Student student, String pointer) {
        UUID survivor = student.mergedInto();
        if (survivor != null) {
            throw Refusal.at(pointer, STUDENT_IS_ALIAS, survivor.toString()).property("survivorId", survivor);
        }
    }

    @Override
    public String section() {
        return "merges";
    }

    /** Empty for a partner: a merge names a registration of another partner. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return scope.restrictedTo().isPresent()
                ? List.of()
                : merges.of(person.studentIds()).stream()
                        .map(StudentMerge::view)
                        .toList();
    }

    /** Officers write the reasons of merges in free text, so an erasure removes the reasons. */
    @Override
    public int erase(Person person) {
        List<StudentMerge> affected = merges.of(person.studentIds());
        affected.forEach(StudentMerge::eraseReasons);
        return affected.size();
    }
}
