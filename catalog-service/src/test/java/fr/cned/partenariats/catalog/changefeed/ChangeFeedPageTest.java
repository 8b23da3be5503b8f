package fr.cned.partenariats.catalog.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeFeedPageTest {

    @Test
    void theExtraRowOnlyShowsThatFurtherChangesExist() {
        ChangeFeedPage<String> page = page(List.of(4L, 6L, 9L), 3, 2);

        assertThat(page.items()).containsExactly("4", "6");
        assertThat(page.upTo()).isEqualTo(6);
        assertThat(page.more()).isTrue();
    }

    @Test
    void theLastPageEndsAtItsLastChange() {
        ChangeFeedPage<String> page = page(List.of(4L, 6L), 3, 2);

        assertThat(page.upTo()).isEqualTo(6);
        assertThat(page.more()).isFalse();
    }

    @Test
    void anEmptyPageKeepsThePosition() {
        assertThat(page(List.of(), 3, 2)).isEqualTo(new ChangeFeedPage<>(List.of(), 3, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void aLimitOutOfRangeIsRefused(int limit) {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> params(0, limit).fetchSize());
        assertThat(refusal.code()).isEqualTo(CommonProblem.LIMIT_OUT_OF_RANGE);
    }

    private static ChangeFeedPage<String> page(List<Long> rows, long since, int limit) {
        return ChangeFeedPage.of(rows, params(since, limit), number -> Long.toString(number), Long::longValue);
    }

    private static ChangeFeedParams params(long since, int limit) {
        ChangeFeedParams params = new ChangeFeedParams();
        params.since = since;
        params.limit = limit;
        return params;
    }
}
