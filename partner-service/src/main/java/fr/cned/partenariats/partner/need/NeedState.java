package fr.cned.partenariats.partner.need;

import java.util.EnumSet;
import java.util.Set;

/** What becomes of a partner's wish for a training. */
public enum NeedState {
    EXPRESSED,
    UNDER_STUDY,
    ACCEPTED,
    DECLINED;

    Set<NeedState> next() {
        return switch (this) {
            case EXPRESSED -> EnumSet.of(UNDER_STUDY);
            case UNDER_STUDY -> EnumSet.of(ACCEPTED, DECLINED);
            case ACCEPTED, DECLINED -> EnumSet.noneOf(NeedState.class);
        };
    }
}
