package fr.cned.partenariats.enrollment.importjob;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The parameters of the import of any file; taken as a {@code @BeanParam}. */
public class ImportOptions {

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

    public ImportOptions() {}

    ImportSettings settings(@Nullable UUID commonId) {
        return ImportSettings.of(commonId, dryRun, onError, maxErrorRate);
    }
}
