package fr.cned.partenariats.enrollment.replica.site;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

@ApplicationScoped
class SiteConsumer implements Subscriber {

    private final EntityManager em;
    private final ChangeRecorder recorder;

    SiteConsumer(EntityManager em, ChangeRecorder recorder) {
        this.em = em;
        this.recorder = recorder;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(Subscription.each("partner.sites.v1", SiteChanged.class, SiteChanged.TYPE, this::project));
    }

    private void project(SiteChanged site) {
        boolean applied = new Copy("site_view", site.id(), site.revision())
                .set("partner_id", site.partnerId())
                .set("name", site.name())
                .set("department", site.department())
                .set("region", site.region())
                .set("hosting_capacity", site.hostingCapacity())
                .set("ended_on", site.endedOn())
                .set("students", site.students())
                .set("target_site_id", site.targetSiteId())
                .store(em);
        if (!applied) {
            return;
        }
        recorder.record(ChangeRecord.copied("site", site.id()));
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
