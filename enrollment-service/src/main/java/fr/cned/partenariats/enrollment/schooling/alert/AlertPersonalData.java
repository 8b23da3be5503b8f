package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class AlertPersonalData implements PersonalDataSource {

    private final AlertRepository alerts;

    AlertPersonalData(AlertRepository alerts) {
        this.alerts = alerts;
    }

    @Override
    public String section() {
        return "attendanceAlerts";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return alerts.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(AlertView::of)
                .toList();
    }

    /** Keeps all alerts: after the erasure they identify no person. */
    @Override
    public int erase(Person person) {
        return 0;
    }
}
