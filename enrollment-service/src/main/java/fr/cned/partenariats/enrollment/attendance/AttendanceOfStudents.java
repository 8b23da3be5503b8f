package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Hours at a site, of an enrollment. */
@ApplicationScoped
class AttendanceOfStudents implements HoldsPersonalData {

    private final AttendanceRepository attendances;
    private final Actors actors;

    AttendanceOfStudents(AttendanceRepository attendances, Actors actors) {
        this.attendances = attendances;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "attendance";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return attendances.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(held -> AttendanceView.of(held, actors))
                .toList();
    }

    /** Hours of an enrollment behind which nobody is any more tell nothing of anyone. */
    @Override
    public int erase(Person person) {
        return 0;
    }
}
