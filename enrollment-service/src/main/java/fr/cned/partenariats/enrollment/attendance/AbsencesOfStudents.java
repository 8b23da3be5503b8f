package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Why a student was not there, which may say something of their health. */
@ApplicationScoped
class AbsencesOfStudents implements HoldsPersonalData {

    private final AbsenceRepository absences;
    private final Actors actors;

    AbsencesOfStudents(AbsenceRepository absences, Actors actors) {
        this.absences = absences;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "absences";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return absences.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(held -> AbsenceView.of(held, actors))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) absences.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
