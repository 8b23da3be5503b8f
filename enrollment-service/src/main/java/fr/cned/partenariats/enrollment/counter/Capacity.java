package fr.cned.partenariats.enrollment.counter;

import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The free seats and places of the counters that a batch has locked. The batch reserves here registration by
 * registration; {@link CapacityWriter} writes the totals at the end.
 */
public final class Capacity {

    private final Map<UUID, Seats> seats = new HashMap<>();
    private final Map<UUID, Places> places = new HashMap<>();

    /** One seat quota. */
    static final class Seats {
        private int left;
        private int reserved;

        int reserved() {
            return reserved;
        }
    }

    /** The places of one offering, and its waiting list. */
    static final class Places {
        private int left;
        private int waiting;
        private int reserved;
        private int joined;
        private long revision;

        int reserved() {
            return reserved;
        }

        /** The number of rows of this batch that joined the waiting list. */
        int joined() {
            return joined;
        }
    }

    /** Adds a locked counter; a counter that is here already stays. */
    public void addSeats(UUID seatId, int left) {
        Seats added = new Seats();
        added.left = left;
        seats.putIfAbsent(seatId, added);
    }

    public void addPlaces(UUID offeringId, int left, int waiting, long revision) {
        Places added = new Places();
        added.left = left;
        added.waiting = waiting;
        added.revision = revision;
        places.putIfAbsent(offeringId, added);
    }

    Map<UUID, Seats> seats() {
        return seats;
    }

    Map<UUID, Places> places() {
        return places;
    }

    public boolean isLocked(UUID seatId, UUID offeringId) {
        return seats.containsKey(seatId) && places.containsKey(offeringId);
    }

    public int seatsLeft(UUID seatId) {
        return locked(seats, seatId).left;
    }

    public int placesLeft(UUID offeringId) {
        return locked(places, offeringId).left;
    }

    public int waiting(UUID offeringId) {
        return locked(places, offeringId).waiting;
    }

    public void reserve(UUID seatId, UUID offeringId) {
        Seats seat = locked(seats, seatId);
        seat.left--;
        seat.reserved++;
        Places place = locked(places, offeringId);
        place.left--;
        place.reserved++;
    }

    /** Returns the rank on the waiting list. It is greater than the rank of every student who waits already. */
    public long joinWaitlist(UUID offeringId) {
        Places place = locked(places, offeringId);
        place.waiting++;
        place.joined++;
        return place.revision + place.joined;
    }

    public List<UUID> offeringsWithNewWaiting() {
        return places.entrySet().stream()
                .filter(place -> place.getValue().joined > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Refuses a counter that was created after the locks were taken. The next attempt locks it, too. */
    private static <T> T locked(Map<UUID, T> all, UUID id) {
        T found = all.get(id);
        if (found == null) {
            throw Refusal.of(CommonProblem.CONCURRENT_CHANGE);
        }
        return found;
    }
}
