package fr.cned.partenariats.commons.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadingPositionTest {

    private final ReadingPosition position = new ReadingPosition();

    private static List<OutboxRow> rows(long... ids) {
        return LongStream.of(ids)
                .mapToObj(id -> new OutboxRow(id, new OutgoingMessage("t", "k", Map.of(), new byte[0])))
                .toList();
    }

    @Test
    void anIdThatIsNotSettledKeepsThePositionBelowIt() {
        position.read(rows(1, 3), true);
        position.deleted(List.of(1L, 3L));
        assertThat(position.after()).isZero();
        assertThat(position.sentBehind()).isEmpty();
    }

    @Test
    void sentRowsBehindThePositionAreNotReadAgain() {
        position.read(rows(1, 3), true);
        assertThat(position.sentBehind()).containsExactly(1L, 3L);
        position.deleted(List.of(1L));
        assertThat(position.sentBehind()).containsExactly(3L);
    }

    @Test
    void thePositionMovesWithTheFirstReadAfterItsIdsAreSettled() {
        position.read(rows(1, 3), true);
        position.settle(List.of());
        assertThat(position.after()).isZero();
        position.read(rows(2), true);
        assertThat(position.after()).isEqualTo(3);
        assertThat(position.sentBehind()).isEmpty();
    }

    @Test
    void aReadThatWasCutMovesThePositionToItsLastRow() {
        position.read(rows(1, 9), true);
        position.settle(List.of());
        position.read(rows(2, 4), false);
        assertThat(position.after()).isEqualTo(4);
    }

    @Test
    void idsAreSettledWhenTheTransactionsOfThatTimeHaveEnded() {
        position.read(rows(5), true);
        position.settle(List.of("3/17", "4/2"));
        position.read(rows(8), true);
        position.settle(List.of("4/2", "5/1"));
        assertThat(position.unsettled()).isEqualTo(8);
        position.settle(List.of("5/1", "4/3"));
        assertThat(position.unsettled()).isEqualTo(3);
        position.read(rows(), true);
        assertThat(position.after()).isEqualTo(5);
        assertThat(position.sentBehind()).containsExactly(8L);
    }

    @Test
    void anUnconfirmedRowIsReadAgain() {
        position.read(rows(1, 2, 3), true);
        position.settle(List.of());
        position.read(rows(), true);
        position.deleted(List.of(1L, 3L));
        assertThat(position.floor()).isEqualTo(1);
        position.readAgain();
        assertThat(position.after()).isEqualTo(1);
        assertThat(position.sentBehind()).isEmpty();
    }

    @Test
    void theFloorIsBelowEveryRowThatIsNotDeleted() {
        position.read(rows(4, 6), true);
        position.settle(List.of());
        position.read(rows(), true);
        assertThat(position.after()).isEqualTo(6);
        assertThat(position.floor()).isEqualTo(3);
        position.deleted(List.of(4L, 6L));
        assertThat(position.floor()).isEqualTo(6);
    }
}
