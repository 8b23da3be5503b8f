package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Enrollments know a student by id only, but for what people wrote into reasons, funders' names and results. */
@ApplicationScoped
class EnrollmentsOfStudents implements HoldsPersonalData {

    private final EnrollmentRepository enrollments;
    private final Outbox outbox;
    private final Visibility visibility;
    private final Actors actors;
    private final Clock clock;

    EnrollmentsOfStudents(
            EnrollmentRepository enrollments, Outbox outbox, Visibility visibility, Actors actors, Clock clock) {
        this.enrollments = enrollments;
        this.outbox = outbox;
        this.visibility = visibility;
        this.actors = actors;
        this.clock = clock;
    }

    @Override
    public String section() {
        return "enrollments";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return enrollments.list("id in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(enrollment -> EnrollmentView.of(enrollment, visibility, actors))
                .toList();
    }

    /** The events say nothing of what was erased; they keep the revisions that others know in step. */
    @Override
    public int erase(Person person) {
        List<Enrollment> theirs = enrollments.lock(person.enrollmentIds());
        theirs.forEach(enrollment -> enrollment.forgetWhatPeopleWrote(clock.instant()));
        enrollments.flush();
        outbox.append(theirs.stream().map(EnrollmentChanged::of).toList());
        return theirs.size();
    }
}
