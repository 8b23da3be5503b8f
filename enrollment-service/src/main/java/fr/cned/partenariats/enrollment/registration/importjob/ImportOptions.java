package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

public class ImportOptions {

    private static final String MOST_SECONDS = "5";
    private static final Pattern RATE = Pattern.compile("0(\\.[0-9]{1,4})?|1(\\.0{1,4})?");
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

    /** How long a small file waits for its outcomes. */
    Duration patience() {
        String seconds = wait == null ? MOST_SECONDS : wait;
        if (!SECONDS.matcher(seconds).matches()) {
            throw invalid("wait", "0 … " + MOST_SECONDS);
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    ImportSettings settings(@Nullable UUID commonId, boolean overwrite) {
        if (onError != null && !onError.equals(ImportSettings.CONTINUE) && !onError.equals(ImportSettings.ABORT)) {
            throw invalid("onError", ImportSettings.CONTINUE + " | " + ImportSettings.ABORT);
        }
        if (maxErrorRate != null && !RATE.matcher(maxErrorRate).matches()) {
            throw invalid("maxErrorRate", "0.0000 … 1");
        }
        return new ImportSettings(
                commonId,
                Boolean.TRUE.equals(dryRun),
                ImportSettings.ABORT.equals(onError),
                maxErrorRate == null ? null : new BigDecimal(maxErrorRate),
                overwrite);
    }

    static Refusal invalid(String parameter, String expected) {
        return Refusal.at('/' + parameter, INVALID_PARAMETER, parameter, expected);
    }
}
