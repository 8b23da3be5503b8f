package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.newLabel;
import static fr.cned.partenariats.parking.Parking.reserve;
import static fr.cned.partenariats.parking.Parking.space;
import static fr.cned.partenariats.parking.Parking.warden;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.Db;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link fr.cned.partenariats.commons.testing.Problems#problem} checks the header of every problem. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class NoStoreIT {

    @Test
    void anAnswerIsNotStored() {
        warden().get("/v1/spaces").then().statusCode(200).header("Cache-Control", "no-store");
        warden().body(space(newLabel()))
                .post("/v1/spaces")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store");
    }

    @Test
    void aReadOfACacheableOperationMayBeStored() {
        String path = "/v1/spaces/" + givenSpace();
        warden().get(path)
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Authorization");
        warden().header("If-None-Match", "\"0\"")
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", "\"0\"")
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Authorization");
        warden().get("/v1/spaces/" + UUID.randomUUID()).then().spec(problem(404, "not-found"));
    }

    @Test
    void aReplayIsNotStored() {
        String key = UUID.randomUUID().toString();
        Db.lot("lot-" + key, 1);
        reserve("lot-" + key, key).then().header("Cache-Control", "no-store");
        reserve("lot-" + key, key).then().header("Idempotency-Replayed", "true").header("Cache-Control", "no-store");
    }
}
