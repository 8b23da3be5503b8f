package fr.cned.partenariats.enrollment.replica.training;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

@ApplicationScoped
class TrainingConsumer implements Subscriber {

    private final EntityManager em;
    private final ChangeRecorder recorder;

    TrainingConsumer(EntityManager em, ChangeRecorder recorder) {
        this.em = em;
        this.recorder = recorder;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                Subscription.each("catalog.trainings.v1", TrainingChanged.class, TrainingChanged.TYPE, this::project));
    }

    private void project(TrainingChanged training) {
        boolean applied = new Copy("training_view", training.id(), training.revision())
                .set("code", training.code())
                .set("title", training.title())
                .set("family", training.family())
                .set("level", training.level())
                .set("rncp", training.rncp())
                .set("state", training.state())
                .set("apprenticeship", training.apprenticeship())
                .set("diploma_code", training.diplomaCode())
                .set("duration_months", training.durationMonths())
                .set("min_level", training.minLevel())
                .set("exemptions", training.exemptions())
                .store(em);
        if (applied) {
            recorder.record(ChangeRecord.copied("training", training.id()));
        }
    }
}
