package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.codes.Academy;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of a completed enrollment. All its columns are null before the completion.
 *
 * @param score the average mark, from 0 to 20
 * @param examSession the month of the exam, such as {@code 2027-06}
 * @param academy the académie that held the exam
 * @param decidedOn the day of the jury's decision
 * @param ects the credits that the student obtained; also after a failed exam
 * @param hours the hours of training that the student completed
 */
@Embeddable
public record ExamResult(
        @Column(name = "result_state") @Enumerated(EnumType.STRING) @NotNull
        ResultState state,

        @Column(name = "result_mention") @Enumerated(EnumType.STRING) @Nullable
        Mention mention,

        @Schema(maximum = "20", multipleOf = 0.01)
        @Column(name = "result_score", precision = 4, scale = 2)
        @DecimalMin("0")
        @DecimalMax("20")
        @Digits(integer = 2, fraction = 2)
        @Nullable
        BigDecimal score,

        @Column(name = "result_exam_session") @Pattern(regexp = "20\\d{2}-(0[1-9]|1[0-2])") @Nullable
        String examSession,

        @Column(name = "result_academy") @Academy @Nullable String academy,

        @Column(name = "result_decided_on") @Nullable LocalDate decidedOn,

        @Column(name = "result_ects") @Min(0) @Max(600) @Nullable
        Integer ects,

        @Column(name = "result_hours") @Min(0) @Max(10_000) @Nullable
        Integer hours) {

    /** Equal scores have equal decimals: 13.5 is 13.50. */
    public ExamResult {
        if (score != null && (score.scale() == 0 || score.scale() == 1)) {
            score = score.setScale(2);
        }
    }

    static ExamResult of(ResultState state) {
        return new ExamResult(state, null, null, null, null, null, null, null);
    }

    /** After an erasure the state is kept for statistics: it identifies nobody. */
    ExamResult erased() {
        return of(state);
    }
}
