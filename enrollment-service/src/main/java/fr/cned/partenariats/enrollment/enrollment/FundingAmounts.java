package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Sums the funding lines under an agreement. */
@ApplicationScoped
public class FundingAmounts {

    private static final String SUMS = """
            select f.kind,
              coalesce(sum(f.amount) filter (where e.state = any(:holding) and f.state = 'APPROVED'), 0),
              coalesce(sum(f.amount) filter (where e.state = any(:holding) and f.state = 'REQUESTED'), 0),
              coalesce(sum(f.amount) filter (where e.state <> 'ANNULLED' and f.state = 'REFUSED'), 0),
              coalesce(sum(f.amount) filter (where e.state = 'WITHDRAWN' and f.state = 'APPROVED'), 0),
              coalesce(sum(f.refund) filter (where e.state = 'WITHDRAWN'), 0)
            from enrollment e
              cross join lateral jsonb_to_recordset(e.fundings) as f (kind text, amount numeric, state text, refund numeric)
            where %s group by f.kind""";

    private final EligibilityService eligibility;
    private final Caller caller;
    private final Session session;

    FundingAmounts(EligibilityService eligibility, Caller caller, Session session) {
        this.eligibility = eligibility;
        this.caller = caller;
        this.session = session;
    }

    /** @param payers those with an amount */
    @Schema(name = "FundingAmounts")
    public record View(UUID agreementId, @Nullable String academicYear, Amounts total, List<PayerAmounts> payers) {}

    @Schema(name = "PayerAmounts")
    public record PayerAmounts(FundingKind kind, Amounts amounts) {}

    /**
     * Amounts in EUR.
     *
     * @param agreed approved and waiting lines of enrollments that hold a seat
     * @param withdrawn approved lines of students who withdrew after the start
     * @param refunded what is paid back of them
     */
    @Schema(name = "Amounts")
    public record Amounts(
            BigDecimal agreed,
            BigDecimal approved,
            BigDecimal waiting,
            BigDecimal refused,
            BigDecimal withdrawn,
            BigDecimal refunded) {

        public static Amounts of(
                BigDecimal approved,
                BigDecimal waiting,
                BigDecimal refused,
                BigDecimal withdrawn,
                BigDecimal refunded) {
            return new Amounts(approved.add(waiting), approved, waiting, refused, withdrawn, refunded);
        }
    }

    @Transactional
    public View of(UUID agreementId, @Nullable String academicYear) {
        TenantScope scope = caller.scope();
        eligibility.requireVisibleAgreement(agreementId, scope);
        Conditions conditions = new Conditions()
                .equal("e.agreement_id", agreementId)
                .equal("e.partner_id", scope.restrictedTo().orElse(null))
                .equal("e.academic_year", academicYear);
        NativeQuery<Object[]> query = session.createNativeQuery(SUMS.formatted(conditions.query()), Object[].class)
                .setParameter("holding", EnrollmentState.holdingSeat());
        conditions.parameters().forEach(query::setParameter);
        List<PayerAmounts> payers = query.getResultStream()
                .map(row -> new PayerAmounts(FundingKind.valueOf((String) row[0]), amounts(row)))
                .sorted(Comparator.comparing(PayerAmounts::kind))
                .toList();
        return new View(agreementId, academicYear, total(payers), payers);
    }

    private static Amounts amounts(Object[] row) {
        return Amounts.of(euros(row[1]), euros(row[2]), euros(row[3]), euros(row[4]), euros(row[5]));
    }

    /** A sum of amounts without cents has no decimals. */
    private static BigDecimal euros(Object sum) {
        return ((BigDecimal) sum).setScale(2, RoundingMode.UNNECESSARY);
    }

    private static Amounts total(List<PayerAmounts> payers) {
        return new Amounts(
                sum(payers, Amounts::agreed),
                sum(payers, Amounts::approved),
                sum(payers, Amounts::waiting),
                sum(payers, Amounts::refused),
                sum(payers, Amounts::withdrawn),
                sum(payers, Amounts::refunded));
    }

    private static BigDecimal sum(List<PayerAmounts> payers, Function<Amounts, BigDecimal> part) {
        return payers.stream()
                .map(payer -> part.apply(payer.amounts()))
                .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }
}
