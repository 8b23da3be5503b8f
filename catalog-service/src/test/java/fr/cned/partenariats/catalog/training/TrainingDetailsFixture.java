package fr.cned.partenariats.catalog.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Training details for tests without a running service. */
public final class TrainingDetailsFixture {

    private TrainingDetailsFixture() {}

    public static TrainingDetails bts() {
        return details("BTS-TEST", Family.BTS, null, null, null);
    }

    public static TrainingDetails concours(ContestRoute... routes) {
        return details("CONCOURS-TEST", Family.CONCOURS, null, contest(routes), null);
    }

    static Contest contest(ContestRoute... routes) {
        return new Contest(
                "Inspecteur des douanes",
                null,
                CivilServiceCategory.A,
                CivilServiceBranch.STATE,
                List.of(routes),
                List.of("DGDDI"),
                List.of());
    }

    static TrainingDetails details(
            String code,
            Family family,
            @Nullable Integer level,
            @Nullable Contest contest,
            @Nullable Prerequisites prerequisites) {
        return new TrainingDetails(
                code,
                "Formation d'essai",
                family,
                level,
                null,
                null,
                null,
                List.of(Modality.DISTANCE, Modality.HYBRID),
                null,
                null,
                prerequisites,
                null,
                null,
                null,
                null,
                null,
                contest,
                null,
                null);
    }
}
