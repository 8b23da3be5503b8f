package fr.cned.partenariats.partner.demand.need;

import java.util.EnumSet;
import java.util.Set;

public enum TrainingNeedState {
    EXPRESSED,
    UNDER_STUDY,
    ACCEPTED,
    DECLINED;

    Set<TrainingNeedState> next() {
        return switch (this) {
            case EXPRESSED -> EnumSet.of(UNDER_STUDY);
            case UNDER_STUDY -> EnumSet.of(ACCEPTED, DECLINED);
            case ACCEPTED, DECLINED -> EnumSet.noneOf(TrainingNeedState.class);
        };
    }
}
