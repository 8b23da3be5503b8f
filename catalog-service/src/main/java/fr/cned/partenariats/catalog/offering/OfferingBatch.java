package fr.cned.partenariats.catalog.offering;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Offerings to be opened together. */
public record OfferingBatch(@NotEmpty @Size(max = 100) List<@NotNull @Valid OfferingContent> offerings) {

    /** What became of them, in their order. */
    public record Opened(List<OfferingView> offerings) {}
}
