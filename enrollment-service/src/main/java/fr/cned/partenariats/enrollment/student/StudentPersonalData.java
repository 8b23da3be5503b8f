package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.StudentRepository.Erased;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

@ApplicationScoped
class StudentPersonalData implements PersonalDataSource {

    private final StudentRepository students;
    private final ChangeRecorder recorder;
    private final Clock clock;

    StudentPersonalData(StudentRepository students, ChangeRecorder recorder, Clock clock) {
        this.students = students;
        this.recorder = recorder;
        this.clock = clock;
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
