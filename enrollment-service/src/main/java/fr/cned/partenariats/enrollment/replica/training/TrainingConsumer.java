package fr.cned.partenariats.enrollment.replica.training;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Maintains the copy of the trainings. */
@ApplicationScoped
class TrainingConsumer {

    private static final String UPSERT = """
            insert into training_view as v
              (id, revision, code, title, family, level, state, apprenticeship, min_level, exemptions)
            values (:id, :revision, :code, :title, :family, :level, :state, :apprenticeship, :minLevel, :exemptions)
            on conflict (id) do update
              set revision = excluded.revision, code = excluded.code, title = excluded.title,
                  family = excluded.family, level = excluded.level, state = excluded.state,
                  apprenticeship = excluded.apprenticeship, min_level = excluded.min_level, exemptions = excluded.exemptions
              where v.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    TrainingConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("trainings")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, TrainingChanged.class, TrainingChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<TrainingChanged>> events) {
        for (ReceivedEvent<TrainingChanged> event : events) {
            TrainingChanged training = event.body();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", training.id())
                    .setParameter("revision", training.revision())
                    .setParameter("code", training.code())
                    .setParameter("title", training.title())
                    .setParameter("family", training.family())
                    .setParameter("level", training.level())
                    .setParameter("state", training.state())
                    .setParameter("apprenticeship", training.apprenticeship())
                    .setParameter("minLevel", training.minLevel())
                    .setParameter("exemptions", training.exemptions())
                    .executeUpdate();
        }
    }
}
