package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Exports a person's enrollments and erases their free text: reasons, names of funders, results and references. */
@ApplicationScoped
class EnrollmentPersonalData implements PersonalDataSource {

    private final EnrollmentRepository enrollments;
    private final Clock clock;

    EnrollmentPersonalData(EnrollmentRepository enrollments, Clock clock) {
        this.enrollments = enrollments;
        this.clock = clock;
    }

    @Override
    public String section() {
        return "enrollments";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return enrollments.list("id in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(enrollment -> EnrollmentView.of(enrollment, scope))
                .toList();
    }

    /** Publishes the new revisions, so that consumers stay up to date. The events contain no erased text. */
    @Override
    public int erase(Person person) {
        List<Enrollment> ofPerson = enrollments.lock(person.enrollmentIds());
        ofPerson.forEach(enrollment -> enrollment.eraseFreeText(clock.instant()));
        enrollments.flush();
        return ofPerson.size();
    }
}
