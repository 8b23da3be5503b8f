package fr.cned.partenariats.catalog.offering;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Creates and opens up to 100 offerings in one transaction. */
public record OfferingBatch(@NotEmpty @Size(max = 100) List<@NotNull @Valid OfferingDetails> offerings) {

    /** The created offerings, in the order of the request. */
    public record CreatedOfferings(List<OfferingView> offerings) {}
}
