package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import fr.cned.partenariats.commons.testing.EventLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every field of an event has a limit, which consumers rely on. */
class EventLimitsTest {

    @Test
    void everyFieldOfEveryEventHasALimit() {
        assertThat(EventLimits.ofService())
                .isNotEmpty()
                .allSatisfy((file, limits) -> assertThat(limits.unbounded()).isEmpty());
    }

    /** The tests of the consumers send them. */
    @TestFactory
    Stream<DynamicTest> theEventsAtTheLimitsMatchTheSchema() {
        return EventLimits.ofService().entrySet().stream()
                .map(schema -> DynamicTest.dynamicTest(schema.getKey(), () -> {
                    JsonSchema contract = JsonSchemaFactory.getInstance(VersionFlag.V7)
                            .getSchema(Files.readString(Path.of("contract/events", schema.getKey())));
                    List<String> faults = schema.getValue().events().stream()
                            .flatMap(event -> contract.validate(event.toString(), InputFormat.JSON).stream())
                            .map(Object::toString)
                            .toList();
                    assertThat(faults).isEmpty();
                }));
    }
}
