package fr.cned.partenariats.enrollment.transmission.alert;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class TransmissionAlertReemissionSource implements ReemissionSource {

    private final TransmissionAlertRepository alerts;

    TransmissionAlertReemissionSource(TransmissionAlertRepository alerts) {
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return "transmissionAlerts";
    }

    @Override
    public List<TransmissionAlertChanged> lockNextChunk(UUID after, int size) {
        return alerts.lockNextChunk(after, size).stream()
                .map(TransmissionAlertChanged::of)
                .toList();
    }
}
