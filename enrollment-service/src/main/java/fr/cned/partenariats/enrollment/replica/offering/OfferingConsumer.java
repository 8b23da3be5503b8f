package fr.cned.partenariats.enrollment.replica.offering;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits;
import fr.cned.partenariats.enrollment.admission.eligibility.EnrollmentPeriod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;

/** Maintains the copy of the offerings and applies their capacity. */
@ApplicationScoped
class OfferingConsumer implements Subscriber {

    private final EntityManager em;
    private final CapacityLimits limits;
    private final ChangeRecorder recorder;

    OfferingConsumer(EntityManager em, CapacityLimits limits, ChangeRecorder recorder) {
        this.em = em;
        this.limits = limits;
        this.recorder = recorder;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                new Subscription<>("catalog.offerings.v1", OfferingChanged.class, OfferingChanged.TYPE, this::project));
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
