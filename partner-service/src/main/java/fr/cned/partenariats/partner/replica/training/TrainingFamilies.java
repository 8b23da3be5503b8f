package fr.cned.partenariats.partner.replica.training;

import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The family of each training, copied from the catalogue's events. Frameworks limit seats by family. */
@ApplicationScoped
public class TrainingFamilies implements Subscriber {

    /** {@code <=}, so that reading the topic again repairs a wrong row of the same revision. */
    private static final String UPSERT = """
            insert into training_family (training_code, training_id, revision, family)
            values (:code, :id, :revision, :family)
            on conflict (training_code) do update
              set training_id = excluded.training_id, revision = excluded.revision, family = excluded.family
              where training_family.revision <= excluded.revision""";

    /** The fields of a {@code catalog.trainings.v1} event that this service reads. */
    record TrainingChanged(
            @NotNull UUID id,
            @PositiveOrZero long revision,
            @NotNull String code,
            @NotNull String family) {

        static final String TYPE = "fr.cned.partenariats.training.changed.v1";
    }

    private final EntityManager em;

    TrainingFamilies(EntityManager em) {
        this.em = em;
    }

    /** The family of each training, by code. A training without an event yet is missing. */
    public Map<String, String> of(Collection<String> trainingCodes) {
        if (trainingCodes.isEmpty()) {
            return Map.of();
        }
        return em.unwrap(Session.class)
                .createNativeQuery(
                        "select training_code, family from training_family where training_code in (:codes)",
                        Tuple.class)
                .setParameterList("codes", trainingCodes)
                .getResultStream()
                .collect(Collectors.toMap(row -> row.get(0, String.class), row -> row.get(1, String.class)));
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                new Subscription<>("catalog.trainings.v1", TrainingChanged.class, TrainingChanged.TYPE, this::project));
    }

    private void project(List<ReceivedEvent<TrainingChanged>> events) {
        events.stream()
                .map(ReceivedEvent::body)
                .sorted(Comparator.comparing(TrainingChanged::code).thenComparing(TrainingChanged::revision))
                .forEach(training -> em.createNativeQuery(UPSERT)
                        .setParameter("code", training.code())
                        .setParameter("id", training.id())
                        .setParameter("revision", training.revision())
                        .setParameter("family", training.family())
                        .executeUpdate());
    }
}
