package fr.cned.partenariats.enrollment;

import static com.networknt.schema.SpecVersion.VersionFlag.V7;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Events held against the JSON Schemas that their producers have checked in. */
final class Schemas {

    private Schemas() {}

    /** @param schema such as {@code contract/events/seats-changed.v1}, from this module's directory */
    static Set<ValidationMessage> faults(String schema, String event) {
        try {
            return JsonSchemaFactory.getInstance(V7)
                    .getSchema(Files.readString(Path.of(schema + ".schema.json")))
                    .validate(
                            event,
                            InputFormat.JSON,
                            execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
