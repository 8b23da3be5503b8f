package fr.cned.partenariats.partner.demand.need;

import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** Creates training needs for tests. */
public final class TrainingNeedMother {

    private TrainingNeedMother() {}

    /** The id of a new training need of the caller's partner. */
    public static String created(RequestSpecification partner) {
        return partner.body(Map.of("title", "Préparation au concours de rédacteur", "expectedEnrollments", 40))
                .post("/v1/training-needs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
