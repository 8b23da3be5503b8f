package fr.cned.partenariats.commons.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Re-emissions of a service, for tests: starts one and waits for its end. */
public final class Reemissions {

    private Reemissions() {}

    /**
     * Waits while another re-emission runs.
     *
     * @param path such as {@code /v1/partner-events/re-emissions}
     * @return the job after its end
     */
    public static JsonPath run(String path, String token) {
        Response started = await().until(() -> Api.as(token).post(path), answer -> answer.statusCode() == 202);
        return await().until(
                        () -> Api.as(token).get(started.getHeader("Location")).jsonPath(),
                        job -> !"RUNNING".equals(job.getString("state")));
    }
}
