package fr.cned.partenariats.enrollment.replica.site;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Maintains the copy of the sites and their labels. */
@ApplicationScoped
class SiteConsumer {

    private static final String UPSERT = """
            insert into site_view as v (id, revision, partner_id, name, department, region, hosting_capacity)
            values (:id, :revision, :partner, :name, :department, :region, :capacity)
            on conflict (id) do update
              set revision = excluded.revision, partner_id = excluded.partner_id, name = excluded.name,
                  department = excluded.department, region = excluded.region,
                  hosting_capacity = excluded.hosting_capacity
              where v.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    SiteConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("sites")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, SiteChanged.class, SiteChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<SiteChanged>> events) {
        events.forEach(event -> project(event.body()));
    }

    private void project(SiteChanged site) {
        int applied = em.createNativeQuery(UPSERT)
                .setParameter("id", site.id())
                .setParameter("revision", site.revision())
                .setParameter("partner", site.partnerId())
                .setParameter("name", site.name())
                .setParameter("department", site.department())
                .setParameter("region", site.region())
                .setParameter("capacity", site.hostingCapacity())
                .executeUpdate();
        if (applied == 0) {
            return;
        }
        em.createNativeQuery("delete from site_label_view where site_id = :site")
                .setParameter("site", site.id())
                .executeUpdate();
        for (SiteChanged.Label label : site.labelsOrNone()) {
            em.createNativeQuery("insert into site_label_view values (:site, :network, :from, :to)")
                    .setParameter("site", site.id())
                    .setParameter("network", label.networkCode())
                    .setParameter("from", label.labelledFrom())
                    .setParameter("to", label.labelledTo())
                    .executeUpdate();
        }
    }
}
