package fr.cned.partenariats.partner.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amendment (avenant) of a signed agreement. */
public record AmendmentRequest(
        @NotBlank @Size(max = 1000) String reason,
        @Nullable LocalDate effectiveOn,
        @Valid @Nullable PartialDate signedOn,
        @Nullable EnrollmentsDecision enrollments,

        @Schema(
                implementation = AgreementTerms.class,
                description = "JSON merge patch on the terms: the fields of the creation request from `title` on.")
        @NotNull
        JsonNode changes) {}
