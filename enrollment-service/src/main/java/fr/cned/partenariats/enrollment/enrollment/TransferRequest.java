package fr.cned.partenariats.enrollment.enrollment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The target of a transfer.
 *
 * @param agreementId another agreement of the same partner; when absent, the agreement stays the same
 * @param fundings the parts of the new price; when absent, the funding lines stay as they are. An empty list means
 *     that the student pays the whole price
 */
public record TransferRequest(
        @NotNull UUID offeringId,
        @Nullable UUID agreementId,
        @NotBlank @Size(max = 500) String reason,
        @Nullable @Size(max = 10) List<EnrollmentRequest.@NotNull @Valid Line> fundings) {

    List<FundingLine> linesAfter(Enrollment enrollment) {
        return fundings == null
                ? enrollment.fundings()
                : fundings.stream()
                        .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount()))
                        .toList();
    }
}
