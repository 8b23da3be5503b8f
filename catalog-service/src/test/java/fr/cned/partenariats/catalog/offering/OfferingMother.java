package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

/** Request bodies of offerings for tests, and the calls that create them. */
public final class OfferingMother {

    private OfferingMother() {}

    /** Starts in September and has 20 places. */
    public static Map<String, Object> ofTraining(String trainingId) {
        Map<String, Object> offering = new LinkedHashMap<>();
        offering.put("trainingId", trainingId);
        offering.put("academicYear", "2026-2027");
        offering.put("modality", "DISTANCE");
        offering.put("startsOn", "2026-09-01");
        offering.put("endsOn", "2027-06-30");
        offering.put("capacity", 20);
        offering.put("waitingListSize", 5);
        offering.put("price", Map.of("amount", 1250, "currency", "EUR"));
        return offering;
    }

    /** Plans an offering and returns its id. */
    public static String planned(Map<String, Object> offering) {
        return manager()
                .body(offering)
                .post("/v1/offerings")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Plans and opens an offering and returns its id. */
    public static String open(Map<String, Object> offering) {
        String id = planned(offering);
        assertThat(manager().post("/v1/offerings/" + id + "/opening").statusCode())
                .isEqualTo(200);
        return id;
    }
}
