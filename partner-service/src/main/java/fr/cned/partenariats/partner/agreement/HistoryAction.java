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

    /** Whether it puts the agreement into another state. */
    boolean moves() {
        return moves;
    }
}
