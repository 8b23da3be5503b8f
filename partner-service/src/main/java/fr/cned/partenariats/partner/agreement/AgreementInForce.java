package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An agreement under which a partner can register today, with its seats. */
public record AgreementInForce(
        UUID id,
        String number,
        @Nullable String title,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        List<SeatQuotaView> seatQuotas) {

    static AgreementInForce of(Agreement agreement, Map<UUID, SeatUsageView> usages) {
        AgreementTerms terms = agreement.effectiveTerms();
        return new AgreementInForce(
                agreement.id(),
                agreement.number(),
                terms.title(),
                terms.startsOn(),
                terms.endsOn(),
                agreement.terms().seatQuotas().stream()
                        .map(quota -> SeatQuotaView.of(quota, usages.get(quota.id())))
                        .toList());
    }
}
