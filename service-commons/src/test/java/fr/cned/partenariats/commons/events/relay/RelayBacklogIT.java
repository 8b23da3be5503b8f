package fr.cned.partenariats.commons.events.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.HeldRelay;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** More changes than one round sends: nothing lost, and each object in the order of its revisions. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class RelayBacklogIT {

    private static final int OBJECTS = 2 * RelayConnections.ENTRIES + 300;

    @Inject
    ManySpaces spaces;

    @Inject
    Relay relay;

    private List<UUID> givenBacklog() {
        List<UUID> ids = new ArrayList<>();
        HeldRelay.during(() -> {
            ids.addAll(spaces.createAll(OBJECTS));
            spaces.change(ids);
        });
        return ids;
    }

    private static Map<String, List<Long>> revisions() {
        return TestTopics.readAll(SpaceChanged.TOPIC).stream()
                .collect(Collectors.groupingBy(
                        TestTopics.Message::key,
                        Collectors.mapping(
                                message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")),
                                Collectors.toList())));
    }

    private static void assertCompleteAndInOrder(List<UUID> ids) {
        Map<String, List<Long>> sent = revisions();
        assertThat(ids)
                .allSatisfy(id -> assertThat(sent.get(id.toString())).isSorted().endsWith(1L));
    }

    @Test
    void aBacklogIsSentInSeveralRounds() {
        List<UUID> ids = givenBacklog();
        await().until(() -> Db.unsentChanges() == 0);
        assertCompleteAndInOrder(ids);
    }

    @Test
    void aLeaderThatLosesItsConnectionRepeatedlyLosesNothing() {
        List<UUID> ids = givenBacklog();
        for (int i = 0; i < 3; i++) {
            await().until(() -> relay.leading() || Db.unsentChanges() == 0);
            HeldRelay.killLeader();
        }
        await().until(() -> Db.unsentChanges() == 0);
        assertCompleteAndInOrder(ids);
    }

    @Test
    void anObjectThatKafkaRefusesHoldsUpNoOtherAndIsSentWhenItCanBe() {
        await().until(relay::leading);
        UUID stuck = spaces.createWithLabel(2_000_000); // larger than a request to Kafka may be
        List<UUID> others = new ArrayList<>(spaces.createAll(30));
        try {
            await().until(() -> Db.unsentChanges() == 0);
            assertThat(revisions()).doesNotContainKey(stuck.toString());
            assertThat(Db.number("select cardinality(refused) from changelog_reader where object_type = 'space'"))
                    .isEqualTo(1);
            assertThat(Db.number("select count(*) from changelog_reader where refused_since is not null"))
                    .isEqualTo(1);
        } finally {
            spaces.change(List.of(stuck));
        }
        await().until(() -> revisions().containsKey(stuck.toString()));
        assertThat(revisions().get(stuck.toString())).containsOnly(1L);
        assertThat(revisions().keySet())
                .containsAll(others.stream().map(UUID::toString).toList());
        await().until(() -> Db.number("select count(*) from changelog_reader where refused_since is not null") == 0);
    }
}
