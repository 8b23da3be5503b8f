package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.catalog.replica.SiteChanged.Label;
import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Copies sites and their network labels from the events of partner-service. */
@ApplicationScoped
class SiteConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into site_view as known (id, revision, partner_id, network_codes, labelled_from, labelled_to)
            values (:id, :revision, :partnerId, :networkCodes, :labelledFrom, :labelledTo)
            on conflict (id) do update
            set revision = excluded.revision, partner_id = excluded.partner_id, network_codes = excluded.network_codes,
                labelled_from = excluded.labelled_from, labelled_to = excluded.labelled_to
            where known.revision <= excluded.revision""";

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
        for (ReceivedEvent<SiteChanged> event : events) {
            SiteChanged site = event.body();
            List<Label> labels = site.labels();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", site.id())
                    .setParameter("revision", site.revision())
                    .setParameter("partnerId", site.partnerId())
                    .setParameter(
                            "networkCodes",
                            labels.stream().map(Label::networkCode).toArray(String[]::new))
                    .setParameter(
                            "labelledFrom",
                            labels.stream().map(Label::labelledFrom).toArray(LocalDate[]::new))
                    .setParameter(
                            "labelledTo", labels.stream().map(Label::labelledTo).toArray(LocalDate[]::new))
                    .executeUpdate();
        }
    }
}
