package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.Reference;
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
 * @param fundings the parts of the new price; when absent, the funding lines stay as they are. An empty list means
 *     that the student pays the whole price
 * @param distinctPerson true when another student with the same names, birth date and birth place is enrolled on the
 *     offering and is another person; an enrollment that says so already keeps it
 */
public record TransferRequest(
        @NotNull UUID offeringId,
        @Nullable UUID agreementId,
        @NotBlank @Size(max = 500) String reason,
        @Nullable @Size(max = 10) List<@NotNull @Valid FundingLineRequest> fundings,
        @Nullable Boolean distinctPerson,
        @Nullable @Reference String reference) {

    boolean isDistinctPerson(Enrollment transferred) {
        return Boolean.TRUE.equals(distinctPerson) || transferred.isDistinctPerson();
    }

    List<FundingLine> linesAfter(Enrollment enrollment) {
        return fundings == null
                ? enrollment.fundings()
                : fundings.stream()
                        .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount()))
                        .toList();
    }
}
