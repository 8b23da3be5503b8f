package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.base.codes.Rome;
import fr.cned.partenariats.partner.registry.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The fields of an opportunity that its company can change. A merge patch is applied to this document. */
public record OpportunityDetails(
        @NotNull OpportunityKind kind,
        @NotBlank @Size(max = 200) String title,
        @NotBlank @Size(max = 5000) String description,
        @Valid @Nullable Address place,
        @NotNull @Rome String romeCode,
        @NotNull LocalDate publishedUntil) {

    OpportunityDetails withDerivedFields() {
        return place == null ? this : withPlace(place.withDerivedFields("/place"));
    }

    OpportunityDetails withoutDerivedFields() {
        return place == null ? this : withPlace(place.withoutDerivedFields());
    }

    private OpportunityDetails withPlace(Address changed) {
        return new OpportunityDetails(kind, title, description, changed, romeCode, publishedUntil);
    }
}
