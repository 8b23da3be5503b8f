package fr.cned.partenariats.enrollment.counter;

import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The seats and places that one import has locked. It takes them here, one row after the other, and
 * {@link BulkCounters} writes down at the end what was taken in all.
 */
public final class Room {

    private final Map<UUID, Seats> seats = new HashMap<>();
    private final Map<UUID, Places> places = new HashMap<>();

    /** One quota's. */
    static final class Seats {
        private int left;
        private int taken;

        int taken() {
            return taken;
        }
    }

    /** One offering's. */
    static final class Places {
        private int left;
        private int waiting;
        private int taken;
        private int begunToWait;
        private long revision;

        int taken() {
            return taken;
        }

        int begunToWait() {
            return begunToWait;
        }
    }

    void addSeats(UUID seatId, int left) {
        Seats added = new Seats();
        added.left = left;
        seats.put(seatId, added);
    }

    void addPlaces(UUID offeringId, int left, int waiting, long revision) {
        Places added = new Places();
        added.left = left;
        added.waiting = waiting;
        added.revision = revision;
        places.put(offeringId, added);
    }

    Map<UUID, Seats> seats() {
        return seats;
    }

    Map<UUID, Places> places() {
        return places;
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

    public void take(UUID seatId, UUID offeringId) {
        Seats seat = locked(seats, seatId);
        seat.left--;
        seat.taken++;
        Places place = locked(places, offeringId);
        place.left--;
        place.taken++;
    }

    /** Adds one to the waiting list; returns its rank, which is behind all who wait already. */
    public long wait(UUID offeringId) {
        Places place = locked(places, offeringId);
        place.waiting++;
        place.begunToWait++;
        return place.revision + place.begunToWait;
    }

    /** Offerings that somebody began to wait for. */
    public List<UUID> waitedFor() {
        return places.entrySet().stream()
                .filter(place -> place.getValue().begunToWait > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A quota or an offering that appeared after the locks were taken: the next attempt sees it from the start. */
    private static <T> T locked(Map<UUID, T> all, UUID id) {
        T found = all.get(id);
        if (found == null) {
            throw Refusal.of(CommonProblem.CONCURRENT_CHANGE);
        }
        return found;
    }
}
