package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Weeks below a threshold, of an enrollment. */
@ApplicationScoped
class AlertsOfStudents implements HoldsPersonalData {

    private final AlertRepository alerts;

    AlertsOfStudents(AlertRepository alerts) {
        this.alerts = alerts;
    }

    @Override
    public String section() {
        return "attendanceAlerts";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return alerts.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(AlertView::of)
                .toList();
    }

    /** As for the hours that they are about. */
    @Override
    public int erase(Person person) {
        return 0;
    }
}
