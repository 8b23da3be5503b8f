package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A request with a field that only the service sets is refused and names the field. */
@CatalogIT
class ServerOwnedFieldsIT {

    private String training;
    private String offering;
    private String before;

    @BeforeEach
    void aTrainingAndAnOffering() {
        String id = published(bts("BTS (test)"));
        training = "/v1/trainings/" + id;
        offering = "/v1/offerings/" + planned(ofTraining(id));
        before = state();
    }

    @AfterEach
    void nothingWasChanged() {
        assertThat(state()).isEqualTo(before);
    }

    private String state() {
        return manager().get(training).asString() + manager().get(offering).asString();
    }

    @TestFactory
    Stream<DynamicTest> isAnUnknownField() {
        return ContractOperations.all().stream()
                .flatMap(operation -> operation.serverOwned().stream()
                        .map(pointer -> DynamicTest.dynamicTest(
                                operation.name() + ' ' + pointer,
                                () -> call(operation, Operation.bodyWith(pointer))
                                        .then()
                                        .spec(violates(pointer, "unknown-field")))));
    }

    private Response call(Operation operation, String body) {
        RequestSpecification request = manager().body(body);
        if (!operation.isPatch()) {
            return request.request(operation.method(), operation.pathWithRandomIds());
        }
        String object = operation.path().startsWith("/v1/trainings") ? training : offering;
        return request.contentType(MERGE_PATCH)
                .header("If-Match", manager().get(object).header("ETag"))
                .patch(object);
    }
}
