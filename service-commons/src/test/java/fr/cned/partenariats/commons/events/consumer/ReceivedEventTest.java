package fr.cned.partenariats.commons.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceivedEventTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private record Level(UUID id, long revision, int free) {}

    private static ReceivedEvent<Level> event(UUID id, long revision, int free) {
        return new ReceivedEvent<>(UUID.randomUUID(), id.toString(), new Level(id, revision, free), null);
    }

    @Test
    void ofEachObjectTheHighestRevisionWinsInAnyOrder() {
        assertThat(ReceivedEvent.newest(
                        List.of(event(B, 7, 1), event(A, 3, 2), event(A, 1, 3), event(B, 6, 4), event(B, 8, 5)),
                        Level::id,
                        Level::revision))
                .containsExactly(new Level(A, 3, 2), new Level(B, 8, 5));
    }

    @Test
    void ofTwoEventsWithOneRevisionTheLaterWins() {
        assertThat(ReceivedEvent.newest(List.of(event(A, 3, 1), event(A, 3, 2)), Level::id, Level::revision))
                .containsExactly(new Level(A, 3, 2));
    }
}
