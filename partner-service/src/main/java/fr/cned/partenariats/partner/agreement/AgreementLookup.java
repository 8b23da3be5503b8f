package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.seat.SeatUsages;
import fr.cned.partenariats.partner.registry.partner.LiveAgreements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers the questions of other features about the agreements of a partner. */
@ApplicationScoped
public class AgreementLookup implements LiveAgreements {

    private static final int MOST_IN_FORCE = 100;

    private final AgreementRepository agreements;
    private final SeatUsages seatUsages;

    AgreementLookup(AgreementRepository agreements, SeatUsages seatUsages) {
        this.agreements = agreements;
        this.seatUsages = seatUsages;
    }

    /** The agreements in force of a partner, oldest first, at most 100, with the seats that they use. */
    public List<AgreementInForce> findInForce(UUID partnerId) {
        AgreementFilter filter = new AgreementFilter();
        filter.state = AgreementState.IN_FORCE;
        filter.partnerId = partnerId;
        List<Agreement> found = agreements.list(filter, TenantScope.of(partnerId), null, MOST_IN_FORCE);
        Map<UUID, SeatUsageView> usages =
                seatUsages.findByAgreements(found.stream().map(Agreement::id).toList());
        return found.stream()
                .map(agreement -> AgreementInForce.of(agreement, usages))
                .toList();
    }

    @Override
    public List<UUID> findByPartner(UUID partnerId) {
        return agreements.liveOf(partnerId);
    }

    public boolean isAnyInForceWith(UUID partnerId) {
        return agreements.isAnyInForceWith(partnerId);
    }

    /** Whether others see the company's opportunities: it has an agreement in force and is not suspended or closed. */
    public boolean isCompanyShown(UUID partnerId) {
        return agreements.isCompanyShown(partnerId);
    }

    /**
     * {@link #isCompanyShown} as a condition for another feature's SQL query.
     *
     * @param partnerId an expression of that query
     */
    public static String companyShown(String partnerId) {
        return "is_company_shown(" + partnerId + ")";
    }

    /** SQL query: the companies whose opportunities others see. */
    public static String companiesShown() {
        return "select companies_shown()";
    }
}
