package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.partner.codes.RomeCode;
import fr.cned.partenariats.partner.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a company may change of an opportunity: the document that a merge patch is applied to. */
public record OpportunityDetails(
        @NotNull OpportunityKind kind,
        @NotBlank @Size(max = 200) String title,
        @NotBlank @Size(max = 5000) String description,
        @Valid @Nullable Address place,
        @NotNull @RomeCode String romeCode,
        @NotNull LocalDate publishedUntil) {

    OpportunityDetails completed() {
        return new OpportunityDetails(
                kind, title, description, place == null ? null : place.completed("/place"), romeCode, publishedUntil);
    }
}
