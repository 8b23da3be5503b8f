package fr.cned.partenariats.catalog;

import static com.networknt.schema.SpecVersion.VersionFlag.V7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.ValidationMessage;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Validates events against the schemas in {@code contract/events}. */
public final class EventSchema {

    private EventSchema() {}

    public static List<TestTopics.Message> awaitEvents(String topic, String key, int count) {
        await().untilAsserted(() -> assertThat(TestTopics.read(topic, key)).hasSize(count));
        return TestTopics.read(topic, key);
    }

    public static Set<ValidationMessage> faults(String schema, String event) {
        try {
            JsonSchema read = JsonSchemaFactory.getInstance(V7)
                    .getSchema(Files.readString(Path.of("contract/events/" + schema + ".schema.json")));
            return read.validate(
                    event,
                    InputFormat.JSON,
                    execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
