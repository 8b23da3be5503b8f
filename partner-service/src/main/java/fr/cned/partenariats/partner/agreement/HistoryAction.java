package fr.cned.partenariats.partner.agreement;

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
    FUNDING_RESTORED(false),
    /** The suspension comes from the agreement that this one renews, or from its model. */
    FUNDING_SUSPENSION_COPIED(false),
    CHANGE_PLANNED(false),
    CHANGE_WITHDRAWN(false),
    /** The agreement refused the planned change on its day. */
    CHANGE_FAILED(false);

    private final boolean setsState;

    HistoryAction(boolean setsState) {
        this.setsState = setsState;
    }

    /** Whether it changes which of its framework's seats a specific agreement takes. */
    public boolean changesSeatAllocation() {
        return switch (this) {
            case SIGNED, AMENDED, EXPIRED, TERMINATED, RENEWED -> true;
            case CREATED,
                    EDITED,
                    CAME_INTO_FORCE,
                    SUSPENDED,
                    RESUMED,
                    FUNDING_SUSPENDED,
                    FUNDING_RESTORED,
                    FUNDING_SUSPENSION_COPIED,
                    CHANGE_PLANNED,
                    CHANGE_WITHDRAWN,
                    CHANGE_FAILED -> false;
        };
    }

    /** Whether it sets the agreement's state. */
    boolean setsState() {
        return setsState;
    }
}
