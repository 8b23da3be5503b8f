package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.partner.PartnerProblem.DATE_IN_FUTURE;
import static fr.cned.partenariats.partner.PartnerProblem.TARGET_SITE_MISMATCH;

import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record EndSite(
        @Nullable LocalDate endedOn,
        @NotBlank @Size(max = 500) String reason,
        @Nullable StudentsDecision students,
        @Nullable UUID targetSiteId) {

    SiteEnd end(LocalDate today) {
        return new SiteEnd(endedOn == null ? today : endedOn, reason, students, targetSiteId);
    }

    List<Violation> violations(LocalDate today) {
        List<Violation> violations = new ArrayList<>();
        if (endedOn != null && endedOn.isAfter(today)) {
            violations.add(new Violation("/endedOn", DATE_IN_FUTURE));
        }
        if ((students == StudentsDecision.MOVE) != (targetSiteId != null)) {
            violations.add(new Violation("/targetSiteId", TARGET_SITE_MISMATCH));
        }
        return violations;
    }
}
