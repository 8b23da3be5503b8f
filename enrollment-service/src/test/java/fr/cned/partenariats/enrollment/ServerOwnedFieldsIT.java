package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fields that only the service sets are refused in the body of every operation. */
@EnrollmentIT
class ServerOwnedFieldsIT {

    private World world;
    private PartnersObjects objects;
    private long before;

    @BeforeEach
    void countRows() {
        world = World.published();
        objects = PartnersObjects.of(world);
        before = rows();
    }

    @AfterEach
    void noRowHasChanged() {
        assertThat(rows()).isEqualTo(before);
        assertThat(objects.versions()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> isAnUnknownField() {
        return ContractOperations.all().stream()
                .flatMap(operation -> operation.serverOwned().stream()
                        .map(pointer -> DynamicTest.dynamicTest(
                                operation.name() + ' ' + pointer,
                                () -> as(operation)
                                        .body(Operation.bodyWith(pointer))
                                        .request(
                                                operation.method(),
                                                operation.isPatch()
                                                        ? objects.address(operation.path())
                                                        : operation.pathWithRandomIds())
                                        .then()
                                        .spec(violates(pointer, "unknown-field")))));
    }

    private long rows() {
        return World.number("""
                select (select count(*) from student where partner_id = ?)
                     + (select count(*) from enrollment where partner_id = ?)
                     + (select count(*) from idempotency_key)""", world.partner, world.partner);
    }

    private RequestSpecification as(Operation operation) {
        RequestSpecification caller = Api.as(
                        RoleMatrixIT.allows(operation.name(), PARTNER)
                                ? world.token()
                                : Tokens.withRole("enrollment-officer"))
                .header("Idempotency-Key", UUID.randomUUID().toString());
        return operation.isPatch()
                ? caller.contentType("application/merge-patch+json").header("If-Match", "\"0\"")
                : caller;
    }
}
