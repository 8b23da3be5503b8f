package fr.cned.partenariats.enrollment.registration.importjob;

import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The parameters of the import of any file; taken as a {@code @BeanParam}. */
public class ImportOptions {

    private static final String MOST_SECONDS = "5";
    private static final Pattern SECONDS = Pattern.compile("[0-" + MOST_SECONDS + "]");

    @RestQuery
    public @Nullable Boolean dryRun;

    @RestQuery
    @Parameter(
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {ImportSettings.CONTINUE, ImportSettings.ABORT}))
    public @Nullable String onError;

    @RestQuery
    @Parameter(schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "1"))
    public @Nullable String maxErrorRate;

    @RestQuery
    @Parameter(
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            minimum = "0",
                            maximum = MOST_SECONDS,
                            defaultValue = MOST_SECONDS))
    public @Nullable String wait;

    public ImportOptions() {}

    /** How long a small file waits for its outcomes. */
    Duration patience() {
        String seconds = wait == null ? MOST_SECONDS : wait;
        if (!SECONDS.matcher(seconds).matches()) {
            throw ImportSettings.invalid("wait", "0 … " + MOST_SECONDS);
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    ImportSettings settings(@Nullable UUID commonId) {
        return ImportSettings.of(commonId, dryRun, onError, maxErrorRate);
    }
}
