package fr.cned.partenariats.enrollment.registration.importjob;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a file chose.
 *
 * @param commonId the agreement of registrations, or the site of hours, of rows without one of their own
 * @param dryRun whether the outcomes are predicted only
 * @param abortOnError whether the first faulty row ends the job
 * @param maxErrorRate the job ends when more than this share of all rows of the file is refused or malformed
 * @param overwrite whether rows also replace values that were corrected by the API after the last file
 */
record ImportSettings(
        @Nullable UUID commonId,
        boolean dryRun,
        boolean abortOnError,
        @Nullable BigDecimal maxErrorRate,
        boolean overwrite) {

    static final String CONTINUE = "continue";
    static final String ABORT = "abort";

    boolean isOverErrorRate(int faulty, int rows) {
        return maxErrorRate != null
                && BigDecimal.valueOf(faulty).compareTo(maxErrorRate.multiply(BigDecimal.valueOf(rows))) > 0;
    }
}
