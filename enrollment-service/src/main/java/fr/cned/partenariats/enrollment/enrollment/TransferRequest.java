package fr.cned.partenariats.enrollment.enrollment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an enrollment goes.
 *
 * @param agreementId another agreement of the same partner; absent, it stays under its own
 * @param fundings who pays what of the new price; absent, the lines are taken along as they stand; when
 *     there are none, the student pays all
 */
public record TransferRequest(
        @NotNull UUID offeringId,
        @Nullable UUID agreementId,
        @NotBlank @Size(max = 500) String reason,
        @Nullable @Size(max = 10) List<EnrollRequest.@NotNull @Valid Line> fundings) {

    List<FundingLine> linesAfter(Enrollment enrollment) {
        return fundings == null
                ? enrollment.fundings()
                : fundings.stream()
                        .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount()))
                        .toList();
    }
}
