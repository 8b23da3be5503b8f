package fr.cned.partenariats.enrollment.enrollment.paper;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a paper says of an enrollment, as it is now.
 *
 * @param declared hours in the period; 0 without a period, as the absences
 * @param excusedWeeks whole weeks of justified absence in the period
 */
record PaperFacts(
        UUID enrollmentId,
        UUID studentId,
        UUID partnerId,
        String state,
        String familyName,
        @Nullable String usageName,
        String givenNames,
        LocalDate birthDate,
        String birthPlace,
        String trainingCode,
        String training,
        String academicYear,
        String agreement,
        String partner,
        @Nullable UUID siteId,
        @Nullable String site,
        BigDecimal declared,
        BigDecimal excused,
        long excusedWeeks) {

    /** A paper is valid while this is as on the day of its issue. Names of trainings, partners and sites may change. */
    String binding(PaperKind kind) {
        String both = String.join(
                "\n",
                familyName,
                Objects.toString(usageName, ""),
                givenNames,
                birthDate.toString(),
                birthPlace,
                trainingCode,
                academicYear,
                agreement,
                "");
        return kind == PaperKind.CERTIFICATE
                ? both + siteId
                : both + plain(declared) + '\n' + plain(excused) + '\n' + excusedWeeks;
    }

    private static String plain(BigDecimal hours) {
        return hours.stripTrailingZeros().toPlainString();
    }

    String initials() {
        return initial(givenNames) + ". " + initial(familyName) + '.';
    }

    private static String initial(String name) {
        return name.substring(0, name.offsetByCodePoints(0, 1));
    }
}
