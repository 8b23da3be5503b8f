package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.partner.PartnerProblem.END_BEFORE_START;
import static fr.cned.partenariats.partner.PartnerProblem.OVERLAPPING_LABELS;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.registry.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a site that an officer can change. A merge patch is applied to this document. */
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

    SiteDetails withDerivedFields() {
        return address == null ? this : withAddress(address.withDerivedFields("/address"));
    }

    SiteDetails withoutDerivedFields() {
        return address == null ? this : withAddress(address.withoutDerivedFields());
    }

    private SiteDetails withAddress(Address changed) {
        return new SiteDetails(name, changed, hostingCapacity, equipment, tutor, labels);
    }

    /** A label must not end before it starts. Two labels of the same network must not overlap. */
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
