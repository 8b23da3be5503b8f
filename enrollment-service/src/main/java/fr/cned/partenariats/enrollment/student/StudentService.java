package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ALREADY_ENROLLED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.REFERENCE_ALREADY_USED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ALREADY_REGISTERED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.student.StudentRepository.Erased;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;

/** Registers students and changes their data. Callers see the students of their scope only. */
@ApplicationScoped
public class StudentService implements PersonalDataSource {

    private static final UUID FIRST = new UUID(0, 0);

    private final StudentRepository students;
    private final Caller caller;
    private final MergePatch mergePatch;
    private final ObjectMapper json;
    private final ChangeRecorder recorder;
    private final WholeTenantRows wholeTenant;
    private final Clock clock;

    StudentService(
            StudentRepository students,
            Caller caller,
            MergePatch mergePatch,
            ObjectMapper json,
            ChangeRecorder recorder,
            WholeTenantRows wholeTenant,
            Clock clock) {
        this.students = students;
        this.caller = caller;
        this.mergePatch = mergePatch;
        this.json = json;
        this.recorder = recorder;
        this.wholeTenant = wholeTenant;
        this.clock = clock;
    }

    /**
     * Refuses a second student with the same INE or reference for one partner. The same INE at two partners is a possible
     * duplicate.
     */
    @Transactional
    public Student insert(UUID partnerId, StudentData data) {
        Student student = Student.create(partnerId, data, clock.instant());
        students.persist(student);
        flush(() -> alreadyRegistered(student, data, true));
        return student;
    }

    /**
     * Refuses if a registration no longer belongs to its person. Blocks merges and erasures of the registrations until
     * the caller's transaction ends.
     *
     * @param persons from the registration to its person
     */
    @Transactional
    public void lockUnchanged(Map<UUID, UUID> persons) {
        if (!persons.isEmpty() && students.lockUnchanged(persons) < persons.size()) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
    }

    /** Locks registrations before a merge or an erasure. Omits unknown and erased ones. */
    @Transactional
    public List<Student> lock(Collection<UUID> ids) {
        return students.lock(ids);
    }

    @Transactional
    public List<Student> aliasesOf(UUID id) {
        return students.aliasesOf(id);
    }

    /** After activities of the person were assigned to another one. The caller has locked the student. */
    @Transactional
    public void forgetActivity(UUID id) {
        students.forgetActivity(id);
    }

    @Transactional
    public Student find(UUID id) {
        return students.findVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "student"));
    }

    /** The registration itself and, for an officer, its aliases. */
    @Transactional
    public Set<UUID> registrationsOf(UUID id) {
        Set<UUID> ids = new LinkedHashSet<>(List.of(find(id).id()));
        if (caller.scope().restrictedTo().isEmpty()) {
            students.aliasesOf(id).forEach(alias -> ids.add(alias.id()));
        }
        return ids;
    }

    @Transactional
    StudentView create(UUID partnerId, StudentData data) {
        return view(insert(partnerId, data));
    }

    @Transactional
    public StudentView get(UUID id) {
        return view(find(id));
    }

    @Transactional
    public Page<StudentView> list(StudentFilter filter, PageParams page) {
        return Lists.byId(students, filter.conditions(caller.scope()), page, this::listed, Student::id);
    }

    @Transactional
    Page<StudentView> search(StudentSearchRequest request, PageParams page) {
        String familyName = IdentityKey.normalized(request.familyName());
        String firstName = request.firstName() == null ? null : IdentityKey.normalized(request.firstName());
        if (familyName.isEmpty()) {
            throw Refusal.invalid(new Violation("/familyName", REQUIRED));
        }
        Page<StudentView> found = Lists.byId(
                students,
                StudentRepository.named(caller.scope(), familyName, firstName, request.birthDate()),
                page,
                this::listed,
                Student::id);
        List<String> kept = new ArrayList<>(request.criteria());
        kept.add("results:" + found.items().size());
        recorder.record(new ChangeRecord("student-search", null, null, null, kept));
        return found;
    }

    @Transactional
    StudentView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Student student = find(id);
        expected.check(student.revision());
        StudentData before = editable(student);
        StudentData changed = mergePatch.apply(before, patch, StudentData.class);
        boolean namesOther = !caller.scope().isLimitedToSites(); // the other student may be at another site
        secondEnrollment(student, changed, namesOther).ifPresent(refusal -> {
            throw refusal;
        });
        student.update(changed);
        flush(() -> alreadyRegistered(student, changed, namesOther));
        students.addCorrectedFields(id, differences(before, editable(student)));
        return view(student);
    }

    /** JSON pointers of the fields whose values differ. */
    List<String> differences(StudentData before, StudentData after) {
        return fieldsThatDiffer(json.valueToTree(before), json.valueToTree(after));
    }

    /** JSON pointers of the fields that have a value. */
    List<String> fieldsOf(StudentData data) {
        return fieldsThatDiffer(MissingNode.getInstance(), json.valueToTree(data));
    }

    private static List<String> fieldsThatDiffer(JsonNode before, JsonNode after) {
        List<String> different = new ArrayList<>();
        collectDifferences("", before, after, different);
        return different;
    }

    private static void collectDifferences(String parent, JsonNode before, JsonNode after, List<String> different) {
        Set<String> fields = new LinkedHashSet<>();
        after.properties().forEach(field -> fields.add(field.getKey()));
        before.properties().forEach(field -> fields.add(field.getKey()));
        for (String field : fields) {
            String pointer = parent + '/' + field;
            JsonNode earlier = before.path(field);
            JsonNode later = after.path(field);
            if (earlier.isObject() || later.isObject()) {
                collectDifferences(pointer, earlier, later, different);
            } else if (!earlier.equals(later) && !(isAbsent(earlier) && isAbsent(later))) {
                different.add(pointer);
            }
        }
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    @Transactional
    Page<DuplicateView> listPossibleDuplicates(UUID id, PageParams page) {
        Student student = find(id);
        UUID after = page.after(UUID.class, id).orElse(FIRST);
        return Page.of(
                students.possibleDuplicatesOf(student, after, page.fetchSize()),
                page,
                other -> DuplicateView.of(
                        listed(other), other.hasSameIneAs(student), other.hasSimilarIdentityTo(student)),
                Student::id,
                id);
    }

    @Transactional
    Page<DuplicateView> listPossibleDuplicates(PageParams page) {
        UUID after = page.after(UUID.class).orElse(FIRST);
        return Page.of(
                students.withPossibleDuplicates(caller.scope(), after, page.fetchSize()),
                page,
                row -> DuplicateView.of(listed(row.student()), row.sameIne(), row.sameIdentity()),
                row -> row.student().id());
    }

    /** Why the student cannot have this data. The unique indexes decide a race. */
    Optional<Refusal> conflict(Student student, StudentData changed) {
        boolean sameKeys = Objects.equals(changed.ine(), student.ine())
                && Objects.equals(changed.reference(), student.reference());
        return secondEnrollment(student, changed, true)
                .or(() -> sameKeys ? Optional.empty() : registeredBefore(student, changed, true));
    }

    /** With its new identity a student must not be a second one with a live enrollment on an offering. */
    private Optional<Refusal> secondEnrollment(Student student, StudentData changed, boolean namesOther) {
        if (changed.identityKey().equals(student.identityKey()) && Objects.equals(changed.ine(), student.ine())) {
            return Optional.empty();
        }
        return students.lockAndFindEnrollmentOfSameIdentity(student.id(), changed.identityKey(), changed.ine())
                .map(existing -> namesOther
                        ? Refusal.of(ALREADY_ENROLLED).property("existingId", existing)
                        : Refusal.of(ALREADY_ENROLLED));
    }

    /** The next students, by id, who are 18 or older and still have a guardian. */
    @Transactional
    public List<UUID> adultsWithGuardian(LocalDate today, UUID after, int size) {
        return students.adultsWithGuardian(today, after, size);
    }

    /** For the calendar: changes a student who is 18 or older now. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void removeGuardianOfAdult(UUID id) {
        recorder.actAsService("calendar");
        students.lock(List.of(id)).forEach(student -> student.update(editable(student)));
    }

    /** A student of 18 has no guardian any more, also when the calendar has not run since. */
    StudentData editable(Student student) {
        StudentData data = student.data();
        return GuardianOfMinor.Validator.isMinor(data.birthDate(), LocalDate.now(clock))
                ? data
                : student.dataWith(student.detailsOrNone().withoutGuardian());
    }

    private StudentView view(Student student) {
        return StudentView.of(student, caller.scope());
    }

    private StudentView listed(Student student) {
        return StudentView.listed(student, caller.scope());
    }

    /** The unique indexes on the INE and the reference decide a race between two requests. */
    private void flush(Supplier<Refusal> refusal) {
        try {
            students.flush();
        } catch (ConstraintViolationException duplicate) {
            // PostgreSQL has aborted the current transaction, so the lookup needs another one.
            throw QuarkusTransaction.requiringNew().call(refusal::get);
        }
    }

    private Refusal alreadyRegistered(Student student, StudentData data, boolean namesOther) {
        return wholeTenant
                .call(() -> registeredBefore(student, data, namesOther))
                .orElseGet(() -> Refusal.of(CONCURRENT_CHANGE)); // the other student was changed since
    }

    /** As {@code EligibilityRules} do: the reference first, because a request with a used one is usually a repetition. */
    private Optional<Refusal> registeredBefore(Student student, StudentData data, boolean namesOther) {
        Optional<UUID> sameReference = students.otherWith("reference", student, data.reference());
        Optional<UUID> sameIne = students.otherWith("ine", student, data.ine());
        List<Violation> violations = new ArrayList<>(2);
        sameReference.ifPresent(id -> violations.add(new Violation("/reference", REFERENCE_ALREADY_USED)));
        sameIne.ifPresent(id -> violations.add(new Violation("/ine", STUDENT_ALREADY_REGISTERED)));
        if (violations.isEmpty()) {
            return Optional.empty();
        }
        Refusal refusal = Refusal.ofAll(violations);
        if (namesOther) {
            sameReference.or(() -> sameIne).ifPresent(id -> refusal.property("existingId", id));
        }
        if (data.reference() != null) {
            refusal.property("reference", data.reference());
        }
        return Optional.of(refusal);
    }

    @Override
    public String section() {
        return "students";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return students.visible(person.studentIds(), scope).stream()
                .map(student -> StudentView.of(student, scope))
                .toList();
    }

    @Override
    public int erase(Person person) {
        List<Erased> erased = students.erase(person.studentIds(), clock.instant());
        recorder.record(erased.stream()
                .map(student -> ChangeRecord.next("student", student.id(), student.revision(), "erasedAt"))
                .toList());
        return erased.size();
    }
}
