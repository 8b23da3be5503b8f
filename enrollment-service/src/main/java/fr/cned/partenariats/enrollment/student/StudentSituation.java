package fr.cned.partenariats.enrollment.student;

import org.jspecify.annotations.Nullable;

/** The situations that give a student rights or exemptions. An absent value means no. */
public record StudentSituation(
        @Nullable Boolean highLevelAthlete,
        @Nullable Boolean apprentice,
        @Nullable Boolean civilServant,
        @Nullable Boolean priorityDistrict,
        @Nullable Boolean parentOfThree) {

    public static final StudentSituation NONE = new StudentSituation(null, null, null, null, null);
}
