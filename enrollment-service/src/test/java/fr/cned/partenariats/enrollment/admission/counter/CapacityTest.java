package fr.cned.partenariats.enrollment.admission.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private final UUID seat = UUID.randomUUID();
    private final UUID offering = UUID.randomUUID();
    private final Capacity capacity = new Capacity();

    CapacityTest() {
        capacity.addSeats(seat, 2);
        capacity.addPlaces(offering, 3, 4, 17);
    }

    @Test
    void aReservationUsesOneSeatAndOnePlace() {
        capacity.reserve(seat, offering);

        assertThat(capacity.seatsLeft(seat)).isEqualTo(1);
        assertThat(capacity.placesLeft(offering)).isEqualTo(2);
        assertThat(capacity.seats().get(seat).reserved()).isEqualTo(1);
        assertThat(capacity.places().get(offering).reserved()).isEqualTo(1);
        assertThat(capacity.offeringsWithNewWaiting()).isEmpty();
    }

    @Test
    void ranksGrowFromTheLockedRevisionSoNewStudentsWaitBehindTheOthers() {
        assertThat(capacity.joinWaitlist(offering)).isEqualTo(18);
        assertThat(capacity.joinWaitlist(offering)).isEqualTo(19);

        assertThat(capacity.waiting(offering)).isEqualTo(6);
        assertThat(capacity.places().get(offering).joined()).isEqualTo(2);
        assertThat(capacity.placesLeft(offering)).isEqualTo(3);
        assertThat(capacity.offeringsWithNewWaiting()).containsExactly(offering);
    }

    @Test
    void aCounterThatWasNotLockedRefusesTheAttempt() {
        Refusal seats = catchThrowableOfType(Refusal.class, () -> capacity.seatsLeft(UUID.randomUUID()));
        Refusal places = catchThrowableOfType(Refusal.class, () -> capacity.reserve(seat, UUID.randomUUID()));

        assertThat(seats.code()).isEqualTo(CommonProblem.CONCURRENT_CHANGE);
        assertThat(places.code()).isEqualTo(CommonProblem.CONCURRENT_CHANGE);
    }
}
