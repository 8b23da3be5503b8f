package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
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
 * @param fundings the parts of the new price; when absent, the funding lines stay as they are, unless an OPCO has ruptured
 *     one of them. An empty list means that the student pays the whole price
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

    /** Refuses to take a line along that nobody pays any more. */
    List<FundingLine> linesAfter(List<FundingLine> before) {
        if (fundings != null) {
            return fundings.stream()
                    .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount()))
                    .toList();
        }
        if (before.stream().anyMatch(line -> line.state() == FundingLine.State.RUPTURED)) {
            throw Refusal.invalid(new Violation("/fundings", REQUIRED));
        }
        return before;
    }
}
