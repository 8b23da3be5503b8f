package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ALREADY_REGISTERED;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Use cases of students: registered by a partner, seen by it and by the enrollment officers. */
@ApplicationScoped
@Transactional
public class StudentService {

    private static final UUID FIRST = new UUID(0, 0);

    private final StudentRepository students;
    private final Visibility visibility;
    private final MergePatch mergePatch;
    private final Clock clock;

    StudentService(StudentRepository students, Visibility visibility, MergePatch mergePatch, Clock clock) {
        this.students = students;
        this.visibility = visibility;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Refuses a second student with the same INE for one partner; across partners it is reported, not refused. */
    public Student register(UUID partnerId, StudentData data) {
        Student student = Student.register(partnerId, data, clock.instant());
        students.persist(student);
        flush(partnerId, data);
        return student;
    }

    /** An INE that a partner has registered; no second student of that partner can have it. */
    public record IneOfPartner(UUID partnerId, String ine) {}

    /** Of these students' INEs, those that are registered, and whose they are. */
    public Map<IneOfPartner, UUID> inesTaken(List<StudentData> asked) {
        return students.byIne(
                asked.stream().map(StudentData::ine).flatMap(Stream::ofNullable).toList());
    }

    /** A student that {@link #registerAll} will store. */
    public Student draft(UUID partnerId, StudentData data) {
        return Student.register(partnerId, data, clock.instant());
    }

    /** Many at once, whose INEs the caller has looked up; the unique index decides all the same. */
    public void registerAll(List<Student> drafts) {
        students.insertAll(drafts);
    }

    /**
     * Refuses when one of these registrations no longer stands for the person that the caller saw, and lets none
     * be merged or erased until the caller's transaction ends.
     */
    public void hold(Map<UUID, UUID> persons) {
        if (!persons.isEmpty() && students.hold(persons) < persons.size()) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
    }

    /** For changes to what a registration stands for; those that are not there are missing in the answer. */
    public List<Student> lock(Collection<UUID> ids) {
        return students.lock(ids);
    }

    public List<Student> aliasesOf(UUID id) {
        return students.aliasesOf(id);
    }

    /** Not found is also whom the caller may not see. */
    public Student visible(UUID id) {
        return students.findVisible(id, visibility.partner()).orElseThrow(() -> Refusal.of(NOT_FOUND, "student"));
    }

    /** Of a student whom the caller may see: its registration, and for an officer its aliases, too. */
    public Set<UUID> registrationsOf(UUID id) {
        Set<UUID> ids = new LinkedHashSet<>(List.of(visible(id).id()));
        if (visibility.partner().isEmpty()) {
            students.aliasesOf(id).forEach(alias -> ids.add(alias.id()));
        }
        return ids;
    }

    StudentView create(UUID partnerId, StudentData data) {
        return view(register(partnerId, data));
    }

    StudentView get(UUID id) {
        return view(visible(id));
    }

    Page<StudentView> list(@Nullable String ine, PageParams page) {
        var after = page.after(UUID.class, ine);
        return Page.of(
                students.page(visibility.partner(), ine, after, page.fetchSize()), page, this::view, Student::id, ine);
    }

    StudentView patch(UUID id, @Nullable String ifMatch, JsonNode patch) {
        Student student = visible(id);
        Preconditions.ifMatch(ifMatch, student.version());
        StudentData changed = mergePatch.apply(student.data(), patch, StudentData.class);
        student.describe(changed);
        flush(student.partnerId(), changed);
        return view(student);
    }

    Page<DuplicateView> possibleDuplicatesOf(UUID id, PageParams page) {
        Student student = visible(id);
        UUID after = page.after(UUID.class, id).orElse(FIRST);
        return Page.of(
                students.possibleDuplicatesOf(student, after, page.fetchSize()),
                page,
                other -> DuplicateView.of(view(other), other.hasIneOf(student), other.hasIdentityOf(student)),
                Student::id,
                id);
    }

    Page<DuplicateView> withPossibleDuplicates(PageParams page) {
        UUID after = page.after(UUID.class).orElse(FIRST);
        return Page.of(
                students.withPossibleDuplicates(after, page.fetchSize()),
                page,
                row -> DuplicateView.of(view((Student) row[0]), (Long) row[1] > 0, (Long) row[2] > 0),
                row -> ((Student) row[0]).id());
    }

    private StudentView view(Student student) {
        return StudentView.of(student, visibility);
    }

    /** The unique index decides, so that two requests at the same moment cannot both pass a check. */
    private void flush(UUID partnerId, StudentData data) {
        try {
            students.flush();
        } catch (ConstraintViolationException taken) {
            Refusal refusal = Refusal.of(STUDENT_ALREADY_REGISTERED);
            String ine = data.ine();
            if (ine != null) {
                // A transaction of its own: the current one is over for PostgreSQL.
                QuarkusTransaction.requiringNew()
                        .call(() -> students.idByIne(partnerId, ine))
                        .ifPresent(id -> refusal.property("existingId", id));
            }
            throw refusal;
        }
    }
}
