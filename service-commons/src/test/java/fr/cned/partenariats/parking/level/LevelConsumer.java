package fr.cned.partenariats.parking.level;

import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Consumes states: an older revision is ignored. */
@ApplicationScoped
class LevelConsumer implements Subscriber {

    static final String TYPE = "garage.level.changed.v1";

    private static final String UPSERT = """
            insert into level_view (id, revision, name, free) values (:id, :revision, :name, :free)
            on conflict (id) do update
            set revision = excluded.revision, name = excluded.name, free = excluded.free,
                applied = level_view.applied + 1
            where level_view.revision < excluded.revision""";

    private final EntityManager em;

    LevelConsumer(EntityManager em) {
        this.em = em;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(new Subscription<>("garage.levels.v1", LevelChanged.class, TYPE, this::project));
    }

    private void project(List<ReceivedEvent<LevelChanged>> levels) {
        for (ReceivedEvent<LevelChanged> level : levels) {
            LevelChanged body = level.body();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", body.id())
                    .setParameter("revision", body.revision())
                    .setParameter("name", body.name())
                    .setParameter("free", body.free())
                    .executeUpdate();
        }
    }
}
