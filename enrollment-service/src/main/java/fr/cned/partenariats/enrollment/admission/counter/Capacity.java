package fr.cned.partenariats.enrollment.admission.counter;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
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

    /**
     * The seats, places and waiting positions that a dry run would take. The keys of seats are quotas, the other keys
     * are offerings.
     */
    public record Taken(Map<UUID, Integer> seats, Map<UUID, Integer> places, Map<UUID, Integer> waiting) {

        public static final Taken NOTHING = new Taken(Map.of(), Map.of(), Map.of());
    }

    /** Returns what was reserved here, and takes what the earlier part of a dry run would take. */
    public void startAfter(Taken earlier) {
        seats.forEach((id, seat) -> {
            seat.left += seat.reserved - earlier.seats().getOrDefault(id, 0);
            seat.reserved = 0;
        });
        places.forEach((id, place) -> {
            place.left += place.reserved - earlier.places().getOrDefault(id, 0);
            place.waiting += earlier.waiting().getOrDefault(id, 0) - place.joined;
            place.reserved = 0;
            place.joined = 0;
        });
    }

    /** What the earlier part and this batch would take together. */
    public Taken takenAfter(Taken earlier) {
        Map<UUID, Integer> takenSeats = new HashMap<>(earlier.seats());
        Map<UUID, Integer> takenPlaces = new HashMap<>(earlier.places());
        Map<UUID, Integer> takenWaiting = new HashMap<>(earlier.waiting());
        seats.forEach((id, seat) -> takenSeats.merge(id, seat.reserved, Integer::sum));
        places.forEach((id, place) -> {
            takenPlaces.merge(id, place.reserved, Integer::sum);
            takenWaiting.merge(id, place.joined, Integer::sum);
        });
        return new Taken(takenSeats, takenPlaces, takenWaiting);
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
