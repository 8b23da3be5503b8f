package fr.cned.partenariats.gateway.edge.token;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = StubEnvironmentResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "identity-provider", value = "down"))
class IdentityProviderDownAtStartIT {

    StubEnvironment stubs;

    @Test
    void gatewayStartsWithoutTheIdentityProviderAndVerifiesTokensLater() {
        String token = stubs.tokens().valid();
        given().get("/docs/").then().statusCode(200);
        given().get("/v1/partners").then().statusCode(401);
        get(token).then().statusCode(503).header("Retry-After", "1").body("code", equalTo("service-unavailable"));

        stubs.identityProviderServer.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> get(token).statusCode() == 200);
    }

    private static Response get(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/partners");
    }
}
