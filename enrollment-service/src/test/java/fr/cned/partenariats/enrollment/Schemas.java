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

/** Validates events against the JSON Schemas of their producers. */
public final class Schemas {

    private Schemas() {}

    /** @param schema such as {@code contract/events/seats-changed.v1}, from this module's directory */
    public static Set<ValidationMessage> faults(String schema, String event) {
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
