package fr.cned.partenariats.partner.agreement;

/** What can happen to an agreement. */
public enum HistoryAction {
    CREATED(true),
    EDITED(false),
    SIGNED(true),
    CAME_INTO_FORCE(true),
    SUSPENDED(true),
    RESUMED(true),
    EXPIRED(true),
    TERMINATED(true),
    RENEWED(true),
    AMENDED(false),
    FUNDING_SUSPENDED(false),
    FUNDING_RESTORED(false);

    private final boolean moves;

    HistoryAction(boolean moves) {
        this.moves = moves;
    }

    /** Whether it changes what a specific agreement holds of its framework's seats. */
    boolean changesHeldSeats() {
        return switch (this) {
            case SIGNED, AMENDED, EXPIRED, TERMINATED, RENEWED -> true;
            case CREATED, EDITED, CAME_INTO_FORCE, SUSPENDED, RESUMED, FUNDING_SUSPENDED, FUNDING_RESTORED -> false;
        };
    }

    /** Whether it puts the agreement into another state. */
    boolean moves() {
        return moves;
    }
}
