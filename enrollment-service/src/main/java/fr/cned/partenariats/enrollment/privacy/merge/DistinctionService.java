package fr.cned.partenariats.enrollment.privacy.merge;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.DISTINCT_FROM_ITSELF;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENTS_DISTINCT;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import fr.cned.partenariats.enrollment.student.Student;
import fr.cned.partenariats.enrollment.student.StudentService;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** States that two students are two persons: they are no possible duplicates any more, and are not merged. */
@ApplicationScoped
public class DistinctionService implements PersonalDataSource {

    private static final String OTHER = "/otherStudentId";
    private static final String OF = "studentId in ?1 or otherId in ?1";

    private final StudentService students;
    private final DistinctionRepository distinctions;
    private final Caller caller;
    private final Clock clock;

    DistinctionService(StudentService students, DistinctionRepository distinctions, Caller caller, Clock clock) {
        this.students = students;
        this.distinctions = distinctions;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    DistinctionView create(UUID studentId, UUID otherId, String reason) {
        if (studentId.equals(otherId)) {
            throw Refusal.at(OTHER, DISTINCT_FROM_ITSELF);
        }
        List<Student> both = students.lock(Set.of(studentId, otherId));
        MergeService.refuseAlias(MergeService.find(both, studentId, ""), "");
        MergeService.refuseAlias(MergeService.find(both, otherId, OTHER), OTHER);
        refuseDistinct(Set.of(studentId), otherId, OTHER);
        StudentDistinction distinction =
                StudentDistinction.of(studentId, otherId, reason, caller.actor(), clock.instant());
        distinctions.persistAndFlush(distinction);
        return distinction.seenFrom(Set.of(studentId));
    }

    @Transactional
    Page<DistinctionView> list(UUID id, PageParams page) {
        UUID studentId = students.find(id).id();
        return Lists.byId(
                distinctions,
                new Conditions().matching("(studentId = ? or otherId = ?)", studentId),
                page,
                distinction -> distinction.seenFrom(Set.of(studentId)),
                StudentDistinction::id);
    }

    @Transactional
    void delete(UUID studentId, UUID distinctionId) {
        StudentDistinction distinction =
                distinctions.find(distinctionId, studentId).orElseThrow(() -> Refusal.of(NOT_FOUND, "distinction"));
        students.lock(Set.of(studentId, distinction.seenFrom(Set.of(studentId)).otherStudentId()));
        distinctions.delete(distinction);
    }

    /**
     * The caller has locked both students.
     *
     * @param registrations of one person
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void refuseDistinct(Set<UUID> registrations, UUID other, String pointer) {
        distinctions.between(registrations, other).ifPresent(distinction -> {
            throw Refusal.at(pointer, STUDENTS_DISTINCT).property("distinctionId", distinction.id());
        });
    }

    @Override
    public String section() {
        return "distinctions";
    }

    /** Empty for a partner: a distinction names a registration of another partner. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return scope.restrictedTo().isPresent()
                ? List.of()
                : distinctions.list(OF, Sort.by("id"), person.studentIds()).stream()
                        .map(distinction -> distinction.seenFrom(person.studentIds()))
                        .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) distinctions.delete(OF, person.studentIds());
    }
}
