package fr.cned.partenariats.commons.http.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PropagationTest {

    private static final UUID ID = UUID.randomUUID();

    private record View(UUID id, long revision) implements Propagated {}

    private static String json(long revision) throws Exception {
        return new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .writeValueAsString(new View(ID, revision));
    }

    private static void failedAt(long revision) {
        KnownFailures.replace(Map.of(
                ID,
                List.of(new Propagation.Failure("garage", revision, "refused by the database: 22003", Instant.EPOCH))));
    }

    @AfterEach
    void forget() {
        KnownFailures.replace(Map.of());
    }

    @Test
    void aFailureOfTheCurrentRevisionIsShown() throws Exception {
        failedAt(4);
        assertThat(json(4))
                .startsWith(
                        "{\"id\":\"" + ID + "\",\"revision\":4,\"propagation\":{\"state\":\"failed\",\"failures\":[{")
                .contains("\"consumer\":\"garage\",\"revision\":4,\"reason\":\"refused by the database: 22003\"");
    }

    @Test
    void aFailureOfAnOlderRevisionIsNotShown() throws Exception {
        failedAt(4);
        assertThat(json(5)).doesNotContain("propagation");
    }

    @Test
    void withoutAFailureTheViewIsAsBefore() throws Exception {
        assertThat(json(4)).isEqualTo("{\"id\":\"" + ID + "\",\"revision\":4}");
        assertThat(new View(ID, 4).entityTagSuffix()).isEmpty();
    }

    @Test
    void theEntityTagChangesWithTheFailure() {
        failedAt(4);
        assertThat(new View(ID, 4).entityTagSuffix()).startsWith("-p");
    }
}
