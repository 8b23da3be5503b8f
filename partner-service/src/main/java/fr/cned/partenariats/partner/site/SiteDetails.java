package fr.cned.partenariats.partner.site;

import static fr.cned.partenariats.partner.PartnerProblem.END_BEFORE_START;
import static fr.cned.partenariats.partner.PartnerProblem.OVERLAPPING_LABELS;

import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an officer may change of a site: the document that a merge patch is applied to. */
public record SiteDetails(
        @NotBlank @Size(max = 200) String name,
        @Valid @Nullable Address address,
        @Min(0) @Max(100_000) @Nullable Integer hostingCapacity,
        @Size(max = 50) List<@NotBlank @NotNull @Size(max = 100) String> equipment,
        @Valid @Nullable Tutor tutor,
        @Size(max = 50) List<@Valid @NotNull LabelDetails> labels) {

    public SiteDetails {
        equipment = equipment == null ? List.of() : List.copyOf(equipment);
        labels = labels == null ? List.of() : List.copyOf(labels);
    }

    SiteDetails completed() {
        return new SiteDetails(
                name,
                address == null ? null : address.completed("/address"),
                hostingCapacity,
                equipment,
                tutor,
                labels);
    }

    /** A site has any number of labels, also the same one again, but not twice at the same time. */
    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            LabelDetails label = labels.get(i);
            if (label.endsBeforeItStarts()) {
                violations.add(new Violation("/labels/" + i + "/labelledTo", END_BEFORE_START));
            }
            if (labels.subList(0, i).stream().anyMatch(label::overlaps)) {
                violations.add(new Violation("/labels/" + i, OVERLAPPING_LABELS));
            }
        }
        return violations;
    }
}
