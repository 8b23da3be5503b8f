package fr.cned.partenariats.enrollment.schooling.attendance;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class AttendancePersonalData implements PersonalDataSource {

    private final AttendanceRepository attendances;
    private final ActorNames actors;

    AttendancePersonalData(AttendanceRepository attendances, ActorNames actors) {
        this.attendances = attendances;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "attendance";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return attendances.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(attendance -> AttendanceView.of(attendance, actors))
                .toList();
    }

    /** Keeps all hours: after the erasure they identify no person. */
    @Override
    public int erase(Person person) {
        return 0;
    }
}
