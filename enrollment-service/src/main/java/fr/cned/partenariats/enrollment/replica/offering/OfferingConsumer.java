package fr.cned.partenariats.enrollment.replica.offering;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Maintains the copy of the offerings and applies their capacity. */
@ApplicationScoped
class OfferingConsumer {

    private static final String UPSERT = """
            insert into offering_view as v
              (id, revision, training_id, academic_year, modality, route, enrollment_opens_on, enrollment_closes_on,
               starts_on, ends_on, waiting_list_size, price, state, restricted_to_networks)
            values (:id, :revision, :training, :year, :modality, :route, :opensOn, :closesOn,
                    :startsOn, :endsOn, :waitingListSize, :price, :state, :networks)
            on conflict (id) do update
              set revision = excluded.revision, training_id = excluded.training_id,
                  academic_year = excluded.academic_year, modality = excluded.modality, route = excluded.route,
                  enrollment_opens_on = excluded.enrollment_opens_on,
                  enrollment_closes_on = excluded.enrollment_closes_on, starts_on = excluded.starts_on,
                  postponed = v.postponed or excluded.starts_on > v.starts_on,
                  ends_on = excluded.ends_on, waiting_list_size = excluded.waiting_list_size,
                  price = excluded.price, state = excluded.state,
                  restricted_to_networks = excluded.restricted_to_networks
              where v.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;
    private final CapacityLimits limits;

    OfferingConsumer(EventReceiver inlet, EntityManager em, CapacityLimits limits) {
        this.inlet = inlet;
        this.em = em;
        this.limits = limits;
    }

    @Incoming("offerings")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, OfferingChanged.class, OfferingChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<OfferingChanged>> events) {
        // In id order: during a rebalance two instances may process the same offerings and must not deadlock.
        events.stream()
                .map(ReceivedEvent::body)
                .sorted(Comparator.comparing(OfferingChanged::id).thenComparing(OfferingChanged::revision))
                .forEach(this::project);
    }

    private void project(OfferingChanged offering) {
        int applied = em.createNativeQuery(UPSERT)
                .setParameter("id", offering.id())
                .setParameter("revision", offering.revision())
                .setParameter("training", offering.trainingId())
                .setParameter("year", offering.academicYear())
                .setParameter("modality", offering.modality())
                .setParameter("route", offering.route())
                .setParameter("opensOn", offering.enrollmentOpensOn())
                .setParameter("closesOn", offering.enrollmentClosesOn())
                .setParameter("startsOn", offering.startsOn())
                .setParameter("endsOn", offering.endsOn())
                .setParameter("waitingListSize", offering.waitingListSize())
                .setParameter("price", offering.price().amount())
                .setParameter("state", offering.state())
                .setParameter("networks", offering.networks())
                .executeUpdate();
        if (applied == 1) {
            limits.applyPlaces(offering.id(), offering.capacity());
        }
    }
}
