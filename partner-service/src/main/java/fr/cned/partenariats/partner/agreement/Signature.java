package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

public record Signature(@Valid @Nullable PartialDate signedOn) {}
