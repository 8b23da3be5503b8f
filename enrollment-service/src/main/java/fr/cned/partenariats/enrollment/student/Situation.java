package fr.cned.partenariats.enrollment.student;

import org.jspecify.annotations.Nullable;

/** What gives a student rights or exemptions; what is not said is not so. */
public record Situation(
        @Nullable Boolean highLevelAthlete,
        @Nullable Boolean apprentice,
        @Nullable Boolean civilServant,
        @Nullable Boolean priorityDistrict,
        @Nullable Boolean parentOfThree) {

    static final Situation UNKNOWN = new Situation(null, null, null, null, null);
}
