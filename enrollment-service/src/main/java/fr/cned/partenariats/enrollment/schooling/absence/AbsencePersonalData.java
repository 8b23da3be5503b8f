package fr.cned.partenariats.enrollment.schooling.absence;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The reason of an absence may reveal something about the student's health, so an erasure deletes absences. */
@ApplicationScoped
class AbsencePersonalData implements PersonalDataSource {

    private final AbsenceRepository absences;
    private final ActorNames actors;

    AbsencePersonalData(AbsenceRepository absences, ActorNames actors) {
        this.absences = absences;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "absences";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return absences.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(absence -> AbsenceView.of(absence, actors))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) absences.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
