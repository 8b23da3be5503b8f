package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellSetsTest {

    private final CellSets sets = new CellSets();

    @Test
    void aKnownSetKeepsItsNumber() {
        int pair = sets.numberOf(new int[] {4, 7});
        int twice = sets.numberOf(new int[] {4, 4});
        int three = sets.numberOf(new int[] {4, 4, 7});

        assertThat(List.of(pair, twice, three)).containsExactly(0, 1, 2);
        assertThat(sets.numberOf(new int[] {4, 7})).isEqualTo(pair);
        assertThat(sets.numberOf(new int[] {4, 4, 7})).isEqualTo(three);
        assertThat(sets.size()).isEqualTo(3);
        assertThat(sets.end(twice) - sets.start(twice)).isEqualTo(2);
        assertThat(sets.cellAt(sets.start(three) + 2)).isEqualTo(7);
    }

    @Test
    void manySetsAreFoundAgain() {
        Random random = new Random(11);
        Map<List<Integer>, Integer> known = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int[] set = random.ints(2 + random.nextInt(3), 0, 40).sorted().toArray();
            List<Integer> key = Arrays.stream(set).boxed().toList();
            int expected = known.computeIfAbsent(key, unknown -> sets.size());

            assertThat(sets.numberOf(set)).isEqualTo(expected);
        }
        assertThat(sets.size()).isEqualTo(known.size());
    }
}
