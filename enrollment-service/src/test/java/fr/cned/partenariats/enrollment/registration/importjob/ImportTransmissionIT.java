package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.fileOf;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.row;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.rows;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each row of a file is an attempt to register: pending, then accepted or refused. */
@EnrollmentIT
class ImportTransmissionIT {

    @Inject
    ImportWorker worker;

    private static ValidatableResponse days(World world) {
        return Api.as(world.token()).get("/v1/transmissions").then().statusCode(200);
    }

    @Test
    void theRowsOfAFileArePendingThenCounted() {
        World world = World.published();
        List<String> rows = new ArrayList<>(rows(world, 3));
        rows.add(1, row(UUID.randomUUID().toString(), "Inconnu", "2004-05-06"));
        rows.add(3, row(world.offering.toString(), "Trois", "31/02/2004"));
        String id = accepted(send(world, rows));
        days(world).body("items.sent", contains(5)).body("items.pending", contains(5));

        worker.run();

        days(world)
                .body("items.sent", contains(5))
                .body("items.accepted", contains(3))
                .body("items.refused", contains(2))
                .body("items.pending", contains(0));
        Api.as(world.token())
                .get("/v1/transmissions/attempts?outcome=REFUSED")
                .then()
                .body("items.row", contains(2, 4))
                .body("items[0].importId", equalTo(id))
                .body("items[0].code", equalTo("not-found"));
        accepted(send(world, rows));
        worker.run();
        days(world).body("items.accepted", contains(3)).body("items.sent", contains(7)); // the refused rows again
    }

    @Test
    void aDryRunAndARefusedFileSendNoRows() {
        World world = World.published();
        accepted(send(world, fileOf(rows(world, 2)), "&dryRun=true"));
        days(world).body("items", hasSize(0));
        worker.run();
        days(world).body("items", hasSize(0));
        send(world, "unknown column\nx\n", "").then().statusCode(400);

        await().untilAsserted(() -> days(world).body("items.refused", contains(1)));
    }
}
