package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;

import fr.cned.partenariats.commons.testing.Problems;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Catalogue reads hold no personal data, so the caller's cache may store them. It asks before each use. */
@CatalogIT
class CacheControlIT {

    @Test
    void onlySuccessfulReadsMayBeStored() {
        String training = published(bts("BTS (test)"));
        String offering = open(ofTraining(training));
        for (String path : List.of(
                "/v1/trainings",
                "/v1/trainings/" + training,
                "/v1/trainings/changes",
                "/v1/trainings/facets",
                "/v1/offerings",
                "/v1/offerings/" + offering)) {
            reader().get(path)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "private, no-cache")
                    .header("Vary", "Authorization");
        }
        reader().get("/v1/trainings/" + UUID.randomUUID()).then().spec(Problems.problem(404, "not-found"));
        manager()
                .body(bts("BTS (test)"))
                .post("/v1/trainings")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store");
    }
}
