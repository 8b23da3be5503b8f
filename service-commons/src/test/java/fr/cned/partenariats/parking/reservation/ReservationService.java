package fr.cned.partenariats.parking.reservation;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.parking.ParkingProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.Transactional;
import java.util.UUID;

@ApplicationScoped
class ReservationService {

    /** Lots with these names make a reservation fail. */
    private static final String BROKEN = "broken";

    private static final String CONTENDED = "contended";

    private final EntityManager em;
    private final ChangeRecorder recorder;
    private final Caller caller;

    ReservationService(EntityManager em, ChangeRecorder recorder, Caller caller) {
        this.em = em;
        this.recorder = recorder;
        this.caller = caller;
    }

    @Transactional
    ReservationView reserve(ReservationRequest request) {
        ReservationView view = new ReservationView(
                Ids.next(), 1, request.lot(), request.plate(), caller.tenant().orElse(null));
        em.createNativeQuery("insert into reservation (id, version, lot, plate, revision) values (?1, 0, ?2, ?3, 1)")
                .setParameter(1, view.id())
                .setParameter(2, request.lot())
                .setParameter(3, request.plate())
                .executeUpdate();
        recorder.record(ChangeRecord.of("reservation", view.id()));
        if (request.lot().startsWith(BROKEN)) {
            throw new IllegalStateException("secret: the barrier of " + request.lot() + " is broken");
        }
        if (request.lot().startsWith(CONTENDED)) {
            throw new OptimisticLockException("secret");
        }
        int taken = em.createNativeQuery("update lot set free = free - 1 where name = ?1 and free > 0")
                .setParameter(1, request.lot())
                .executeUpdate();
        if (taken == 0) {
            throw Refusal.of(ParkingProblem.NO_PLACE_LEFT, request.lot());
        }
        return view;
    }

    UUID tenant() {
        return caller.requireTenant();
    }
}
