package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.IfMatch;
import fr.cned.partenariats.commons.testing.Problems;
import org.junit.jupiter.api.Test;

/** The contract says of which operations the code demands {@code If-Match}. */
@CatalogTest
class IfMatchTest {

    @Test
    void theContractNamesEachOfThem() {
        assertThat(IfMatch.operations()).containsExactly("PATCH /v1/offerings/{id}", "PATCH /v1/trainings/{id}");
    }

    @Test
    void withoutIfMatchTheAnswerIs428() {
        String training = published(bts("BTS (test)"));
        refused("/v1/trainings/" + training);
        refused("/v1/offerings/" + open(ofTraining(training)));
    }

    private static void refused(String path) {
        manager()
                .contentType(MERGE_PATCH)
                .body("{}")
                .patch(path)
                .then()
                .spec(Problems.problem(428, "missing-if-match"));
    }
}
