package fr.cned.partenariats.commons.base.paging;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class PagingIT {

    private static final AtomicInteger FLOORS = new AtomicInteger(-1_000);

    /** Creates the spaces on a floor that no other test uses. */
    private static int givenFloorWith(int spaces) {
        int floor = FLOORS.getAndDecrement();
        IntStream.rangeClosed(1, spaces)
                .forEach(i -> warden().body("{\"label\":\"F%d-%02d\",\"kind\":\"%s\",\"floor\":%d}"
                                .formatted(floor, i, i % 2 == 0 ? "CAR" : "BICYCLE", floor))
                        .post("/v1/spaces")
                        .then()
                        .statusCode(201));
        return floor;
    }

    private static JsonPath page(String query) {
        return warden().get("/v1/spaces?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String cursorOf(int floor) {
        return page("floor=" + floor + "&limit=2").getString("next");
    }

    @Test
    void thePagesTogetherAreTheList() {
        int floor = givenFloorWith(7);
        List<String> labels = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        @Nullable String next = "";
        while (next != null) {
            JsonPath page = page("floor=" + floor + "&limit=3" + (next.isEmpty() ? "" : "&cursor=" + next));
            labels.addAll(page.getList("items.label"));
            sizes.add(page.getList("items").size());
            next = page.getString("next");
        }
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(labels).hasSize(7).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aFullLastPageHasNoNext() {
        int floor = givenFloorWith(2);
        JsonPath page = page("floor=" + floor + "&limit=2");
        assertThat(page.getList("items")).hasSize(2);
        assertThat(page.getMap("")).doesNotContainKey("next");
    }

    @Test
    void thePageSizeIsTwentyByDefault() {
        int floor = givenFloorWith(21);
        assertThat(page("floor=" + floor).getList("items")).hasSize(20);
        assertThat(page("limit=100&floor=" + floor).getList("items")).hasSize(21);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "2147483647"})
    void aLimitOutOfRangeIsRefused(String limit) {
        warden().get("/v1/spaces?limit=" + limit)
                .then()
                .spec(problem(400, "limit-out-of-range"))
                .body("detail", containsString("100"));
    }

    @Test
    void aCursorOfOtherFiltersIsRefused() {
        int floor = givenFloorWith(3);
        String cursor = cursorOf(floor);
        warden().get("/v1/spaces?cursor=" + cursor).then().spec(problem(400, "invalid-cursor"));
        warden().get("/v1/spaces?kind=CAR&floor=" + floor + "&cursor=" + cursor)
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%F0", "bnVsbA", "W10", "e30", "eyJrIjp7fX0", "eyJrIjpudWxsLCJmIjowfQ", "====", "a b"})
    void aBrokenCursorIsRefused(String cursor) {
        warden().queryParam("cursor", cursor).get("/v1/spaces").then().spec(problem(400, "invalid-cursor"));
    }

    /** Another position in the same list, another signature, and another spelling of the same bytes. */
    @Test
    void aChangedCursorIsRefused() {
        int floor = givenFloorWith(3);
        String cursor = cursorOf(floor);
        for (int i = 0; i < cursor.length(); i++) {
            char changed = cursor.charAt(i) == 'A' ? 'B' : 'A';
            warden().queryParam("cursor", cursor.substring(0, i) + changed + cursor.substring(i + 1))
                    .queryParam("floor", floor)
                    .get("/v1/spaces")
                    .then()
                    .spec(problem(400, "invalid-cursor"));
        }
        warden().queryParam("cursor", cursor + "==")
                .queryParam("floor", floor)
                .get("/v1/spaces")
                .then()
                .spec(problem(400, "invalid-cursor"));
        page("floor=" + floor + "&cursor=" + cursor);
    }

    @Test
    void concurrentInsertsNeitherRepeatNorHideRows() {
        int floor = givenFloorWith(4);
        JsonPath first = page("limit=2&floor=" + floor);
        warden().body("{\"label\":\"F%d-00\",\"kind\":\"CAR\",\"floor\":%d}".formatted(floor, floor))
                .post("/v1/spaces")
                .then()
                .statusCode(201);
        JsonPath second = page("limit=2&floor=" + floor + "&cursor=" + first.getString("next"));
        assertThat(second.getList("items.label")).containsExactly("F%d-03".formatted(floor), "F%d-04".formatted(floor));
    }
}
