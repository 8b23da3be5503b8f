package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a file chose.
 *
 * @param commonId the agreement of registrations, or the site of hours, of rows without one of their own
 * @param dryRun whether the outcomes are predicted only
 * @param abortOnError whether the first faulty row ends the job
 * @param maxErrorRate the job ends when more than this share of all rows of the file is refused or malformed
 */
record ImportSettings(
        @Nullable UUID commonId,
        boolean dryRun,
        boolean abortOnError,
        @Nullable BigDecimal maxErrorRate) {

    static final String CONTINUE = "continue";
    static final String ABORT = "abort";

    private static final Pattern RATE = Pattern.compile("0(\\.[0-9]{1,4})?|1(\\.0{1,4})?");

    static ImportSettings of(
            @Nullable UUID commonId,
            @Nullable Boolean dryRun,
            @Nullable String onError,
            @Nullable String maxErrorRate) {
        if (onError != null && !onError.equals(CONTINUE) && !onError.equals(ABORT)) {
            throw invalid("onError", CONTINUE + " | " + ABORT);
        }
        if (maxErrorRate != null && !RATE.matcher(maxErrorRate).matches()) {
            throw invalid("maxErrorRate", "0.0000 … 1");
        }
        return new ImportSettings(
                commonId,
                Boolean.TRUE.equals(dryRun),
                ABORT.equals(onError),
                maxErrorRate == null ? null : new BigDecimal(maxErrorRate));
    }

    /** Whether this number of faulty rows ends the job. */
    boolean isOverErrorRate(int faulty, int rows) {
        return maxErrorRate != null
                && BigDecimal.valueOf(faulty).compareTo(maxErrorRate.multiply(BigDecimal.valueOf(rows))) > 0;
    }

    static Refusal invalid(String parameter, String expected) {
        Violation violation = new Violation('/' + parameter, INVALID_PARAMETER, parameter, expected);
        return Refusal.of(INVALID_PARAMETER, parameter, expected).with(violation);
    }
}
