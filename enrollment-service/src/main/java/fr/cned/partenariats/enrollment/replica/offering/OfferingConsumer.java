package fr.cned.partenariats.enrollment.replica.offering;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits;
import fr.cned.partenariats.enrollment.admission.eligibility.EnrollmentPeriod;
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

    private final EventReceiver inlet;
    private final EntityManager em;
    private final CapacityLimits limits;
    private final ChangeRecorder recorder;

    OfferingConsumer(EventReceiver inlet, EntityManager em, CapacityLimits limits, ChangeRecorder recorder) {
        this.inlet = inlet;
        this.em = em;
        this.limits = limits;
        this.recorder = recorder;
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
        boolean applied = new Copy("offering_view", offering.id(), offering.revision())
                .set("training_id", offering.trainingId())
                .set("academic_year", offering.academicYear())
                .set("modality", offering.modality())
                .set("route", offering.route())
                .set("enrollment_opens_on", offering.enrollmentOpensOn())
                .set("enrollment_closes_on", offering.enrollmentClosesOn())
                .set("starts_on", offering.startsOn())
                .onUpdate("postponed", "v.postponed or excluded.starts_on > v.starts_on")
                .set("ends_on", offering.endsOn())
                .set("waiting_list_size", offering.waitingListSize())
                .set("enrollment_periods", EnrollmentPeriod.write(offering.enrollmentPeriods()))
                .set("price", offering.price().amount())
                .set("state", offering.state())
                .set("restricted_to_networks", offering.networks())
                .store(em);
        if (applied) {
            limits.applyPlaces(offering.id(), offering.capacity());
            recorder.record(ChangeRecord.copied("offering", offering.id()));
        }
    }
}
