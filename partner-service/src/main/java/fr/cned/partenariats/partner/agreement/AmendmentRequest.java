package fr.cned.partenariats.partner.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amendment (avenant) of a signed agreement. */
public record AmendmentRequest(
        @NotBlank @Size(max = 1000) String reason,

        @Schema(description = "From which day on it holds; today if not given. May be past, not to come.") @Nullable
        LocalDate effectiveOn,

        @Valid @Nullable PartialDate signedOn,

        @Schema(
                implementation = Object.class,
                type = SchemaType.OBJECT,
                description = "JSON merge patch on the terms: the fields of the creation from `parties` on.")
        @NotNull
        JsonNode changes) {}
