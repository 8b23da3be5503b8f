package fr.cned.partenariats.commons.http.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberedPageParamsTest {

    private static final List<OeapiObject> NONE = List.of();
    private static final List<OeapiObject> ONE = List.of(new OeapiObject().with("id", -1));

    private static NumberedPageParams params(int pageSize, int pageNumber) {
        NumberedPageParams params = new NumberedPageParams();
        params.pageSize = pageSize;
        params.pageNumber = pageNumber;
        return params;
    }

    /** A list of so many numbers, which needs no cursor. */
    private static OeapiObject read(NumberedPageParams params, List<OeapiObject> first, int length) {
        return params.read(first, rows -> {
            int end = Math.min(length, rows.skipped() + rows.limit());
            List<Integer> shown = IntStream.range(Math.min(rows.skipped(), length), end)
                    .boxed()
                    .toList();
            return new Page<>(shown, end < length ? "more" : null).map(number -> new OeapiObject().with("id", number));
        });
    }

    private static List<Object> ids(OeapiObject page) {
        return ((List<?>) page.fields().get("items"))
                .stream()
                        .<Object>map(item -> ((OeapiObject) item).fields().get("id"))
                        .toList();
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(INVALID_PARAMETER));
    }

    @Test
    void onlyRowsBehindAPageMakeANextPage() {
        OeapiObject only = read(params(10, 1), NONE, 10);
        assertThat(only.fields()).containsEntry("hasNextPage", false).containsEntry("hasPreviousPage", false);
        OeapiObject second = read(params(10, 2), NONE, 21);
        assertThat(second.fields()).containsEntry("hasNextPage", true).containsEntry("hasPreviousPage", true);
        assertThat(ids(second)).startsWith(10).endsWith(19).hasSize(10);
    }

    @Test
    void anObjectBeforeTheListMovesEachRowByOne() {
        List<Object> all = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            all.addAll(ids(read(params(10, page), ONE, 24)));
        }
        assertThat(all).isEqualTo(IntStream.range(-1, 24).boxed().toList());
        assertThat(read(params(10, 3), ONE, 24).fields()).containsEntry("hasNextPage", false);
    }

    @ParameterizedTest
    @CsvSource({"15, 1", "0, 1", "-1, 1", "10, 0", "10, -1", "10, 10001", "250, 401"})
    void otherPagesAreRefused(int pageSize, int pageNumber) {
        assertInvalid(() -> read(params(pageSize, pageNumber), NONE, 0));
    }

    @Test
    void theLastPageIsAtTheMaximumDepth() {
        assertThat(ids(read(params(10, 10_000), NONE, 200_000))).startsWith(99_990);
        assertThat(ids(read(params(250, 400), NONE, 200_000)))
                .startsWith(99_750)
                .hasSize(250);
    }

    @Test
    void anotherConsumerIsRefused() {
        NumberedPageParams params = params(10, 1);
        params.consumer = "rio";
        assertInvalid(() -> read(params, NONE, 1));
        params.consumer = Oeapi.CONSUMER;
        assertThat(ids(read(params, NONE, 1))).containsExactly(0);
    }

    @Test
    void onlyTheObjectsOfTheOperationAreExpanded() {
        ExpandParams params = new ExpandParams();
        params.expand = List.of("parent,children");
        assertThat(params.among("parent", "children")).containsExactlyInAnyOrder("parent", "children");
        assertInvalid(() -> params.among("parent"));
        assertInvalid(params::among);
    }
}
