package fr.cned.partenariats.commons.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.cned.partenariats.commons.base.problem.RefusedValue;
import jakarta.validation.constraints.Size;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cost of bodies that exceed the limits. */
class BoundedJsonTest {

    private static final int MEGABYTE = 1024 * 1024;

    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    BoundedJsonTest() {
        new StrictJson().customize(json);
    }

    record Many(@Size(max = 2_000) List<Row> rows) {}

    record Row(
            @Nullable UUID id,
            @Nullable String text,
            @Nullable BigDecimal number,
            @Nullable @Size(max = 10) List<Row> more) {}

    record Loose(List<String> all) {}

    /** This import made enrollment-service run out of memory: 10.2 MB, 3.4 million rows. */
    @Test
    void aListOfMillionsCostsNoMoreMemoryThanItsLimit() {
        byte[] bomb = ("{\"rows\":[" + "{},".repeat(3_400_000) + "{}]}").getBytes(StandardCharsets.UTF_8);
        assertThat(bomb.length).isGreaterThan(10_000_000);
        long cost = bytesAllocatedBy(
                () -> assertThatThrownBy(() -> json.readValue(new ByteArrayInputStream(bomb), Many.class))
                        .isInstanceOf(RefusedValue.class)
                        .hasMessageContaining("out-of-range"));
        assertThat(cost).isLessThan(2L * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[],", "{\"a\":{}},"})
    void aTreeOfThousandsCostsNoMoreMemoryThanItsLimit(String value) {
        byte[] bomb = ("[" + value.repeat(64_000 / value.length()) + "1]").getBytes(StandardCharsets.UTF_8);
        try (BodyFaults ofARequest = BodyFaults.open()) {
            long cost = bytesAllocatedBy(
                    () -> assertThatThrownBy(() -> json.readValue(new ByteArrayInputStream(bomb), JsonNode.class))
                            .isInstanceOf(StreamConstraintsException.class));
            assertThat(cost).isLessThan(MEGABYTE);
            assertThat(ofARequest.count()).isZero();
        }
    }

    /** Such as a page of Keycloak, or a stored answer. */
    @Test
    void aTreeThatIsNoRequestIsReadCompletely() throws JsonProcessingException {
        assertThat(json.readTree("[" + "{},".repeat(9_999) + "{}]")).hasSize(10_000);
    }

    @Test
    void aListWithoutALimitIsReadCompletely() throws JsonProcessingException {
        assertThat(json.readValue("{\"all\":[" + "\"a\",".repeat(9_999) + "\"a\"]}", Loose.class)
                        .all())
                .hasSize(10_000);
    }

    @Test
    void aBodyWithinTheLimitsIsRead() throws JsonProcessingException {
        String row = "{\"id\":\"0190a6f0-0000-7000-8000-000000000001\",\"text\":\"%s\",\"number\":%s,\"more\":[{},{}]}"
                .formatted("\uD83D\uDE97".repeat(20_000), "1".repeat(40));
        Many read = json.readValue("{\"rows\":[" + row + "," + row + "]}", Many.class);
        assertThat(read.rows()).hasSize(2);
        assertThat(read.rows().get(1).more()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rows\":[{\"number\":11111111111111111111111111111111111111111}]}",
                "{\"rows\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[{\"more\":[]}]}]}]}]}]}]}]}]}]}]}",
            })
    void aLongerOrDeeperBodyIsRefused(String body) {
        assertThatThrownBy(() -> json.readValue(body, Many.class))
                .hasRootCauseInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void aLongNameAndALongTextAreRefused() {
        assertThatThrownBy(() -> json.readTree("{\"" + "a".repeat(101) + "\":1}"))
                .isInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() -> json.readValue("{\"all\":[\"" + "a".repeat(40_001) + "\"]}", Loose.class))
                .hasRootCauseInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void aTreeKeepsTheExactValueOfNumbers() throws JsonProcessingException {
        JsonNode tree =
                json.readTree("{\"tiny\":1e-400,\"long\":12345678901234567890,\"none\":null,\"deep\":[true,1.10]}");
        assertThat(tree.path("tiny").decimalValue()).isEqualTo(new BigDecimal("1e-400"));
        assertThat(tree.path("long").bigIntegerValue()).isEqualTo("12345678901234567890");
        assertThat(tree.path("none").isNull()).isTrue();
        assertThat(tree.path("deep").path(1).decimalValue()).isEqualTo("1.10");
    }

    private static long bytesAllocatedBy(ThrowingCallable work) {
        try {
            work.call(); // loads classes and creates deserializers
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long self = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(self);
            work.call();
            return threads.getThreadAllocatedBytes(self) - before;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
