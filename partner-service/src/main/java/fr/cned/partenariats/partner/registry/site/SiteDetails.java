package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.partner.PartnerProblem.END_BEFORE_START;
import static fr.cned.partenariats.partner.PartnerProblem.OVERLAPPING_LABELS;
import static fr.cned.partenariats.partner.PartnerProblem.SITE_ENDED;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.registry.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a site that an officer can change. A merge patch is applied to this document. */
public record SiteDetails(
        @NotBlank @Size(max = 200) String name,
        @Valid @Nullable Address address,
        @Min(0) @Max(100_000) @Nullable Integer hostingCapacity,
        @Size(max = 50) List<@NotBlank @Size(max = 100) String> equipment,
        @Valid @Nullable Tutor tutor,
        @Valid @Nullable Operator operator,
        @Size(max = 50) List<@Valid @NotNull LabelDetails> labels) {

    /** Copies keep null elements, which the constraints refuse with their pointer. */
    public SiteDetails {
        equipment = equipment == null ? List.of() : equipment.stream().toList();
        labels = labels == null ? List.of() : labels.stream().toList();
    }

    SiteDetails withDerivedFields() {
        return with(
                address == null ? null : address.withDerivedFields("/address"),
                operator == null ? null : operator.withDerivedFields());
    }

    SiteDetails withoutDerivedFields() {
        return with(
                address == null ? null : address.withoutDerivedFields(),
                operator == null ? null : operator.withoutDerivedFields());
    }

    private SiteDetails with(@Nullable Address changed, @Nullable Operator changedOperator) {
        return new SiteDetails(name, changed, hostingCapacity, equipment, tutor, changedOperator, labels);
    }

    /**
     * A label must not end before it starts, and not after the site. Two labels of the same network must not overlap.
     *
     * @param endedOn the last day of the site; null while it has no end
     */
    List<Violation> violations(@Nullable LocalDate endedOn) {
        List<Violation> violations = new ArrayList<>(operator == null ? List.of() : operator.violations());
        for (int i = 0; i < labels.size(); i++) {
            LabelDetails label = labels.get(i);
            if (label.endsBeforeItStarts()) {
                violations.add(new Violation("/labels/" + i + "/labelledTo", END_BEFORE_START));
            }
            if (endedOn != null && label.goesBeyond(endedOn)) {
                violations.add(new Violation("/labels/" + i + "/labelledTo", SITE_ENDED, endedOn.toString()));
            }
            if (labels.subList(0, i).stream().anyMatch(label::overlaps)) {
                violations.add(new Violation("/labels/" + i, OVERLAPPING_LABELS));
            }
        }
        return violations;
    }
}
