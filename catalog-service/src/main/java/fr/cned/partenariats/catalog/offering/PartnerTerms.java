package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fr.cned.partenariats.catalog.replica.AgreementTerms;
import java.math.BigDecimal;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an offering costs a partner, and under which agreement. */
@Schema(
        description = "The terms of the partner that the request names, else of the caller's own. Absent when no "
                + "agreement of the partner opens the offering today. When several do, one with a seat left, and of "
                + "these the one with the lowest price. The eligibility check decides.")
public record PartnerTerms(
        @Schema(description = "Price of one enrollment under the tariff of the agreement.", examples = "1125.00")
        BigDecimal price,

        @Schema(examples = "EUR") String currency,
        @Nullable Integer seatsLeft,
        Agreement agreement) {

    /** The agreement that opens the offering. */
    @Schema(name = "AgreementOfTerms")
    public record Agreement(
            UUID id,
            @JsonIgnore long revision,
            String number,
            @Nullable String title) {}

    /** Null when the tariff is not known. */
    static @Nullable PartnerTerms of(@Nullable AgreementTerms terms, Money listPrice) {
        if (terms == null || terms.number() == null) {
            return null;
        }
        return new PartnerTerms(
                terms.priceOf(listPrice.amount()),
                terms.currencyOf(listPrice.currency()),
                terms.seatsLeft() == null ? null : Math.max(0, terms.seatsLeft()),
                new Agreement(terms.id(), terms.revision(), terms.number(), terms.title()));
    }

    /** Changes with the agreement, with the choice of the agreement and with its seats. */
    String entityTag() {
        return agreement.id() + "." + agreement.revision() + "." + seatsLeft;
    }
}
