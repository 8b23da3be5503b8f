package fr.cned.partenariats.enrollment.alert;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class AlertReemissionSource implements ReemissionSource {

    private final AlertRepository alerts;

    AlertReemissionSource(AlertRepository alerts) {
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return "attendanceAlerts";
    }

    @Override
    public List<AttendanceAlertChanged> lockNextChunk(UUID after, int size) {
        return alerts.lockNextChunk(after, size).stream()
                .map(AttendanceAlertChanged::of)
                .toList();
    }
}
