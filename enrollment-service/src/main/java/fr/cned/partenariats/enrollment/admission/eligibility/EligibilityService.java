package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the facts of an enrollment from the database and applies {@link EligibilityRules} to them. */
@ApplicationScoped
public class EligibilityService {

    private final EligibilityFactsRepository facts;
    private final Caller caller;
    private final Clock clock;

    EligibilityService(EligibilityFactsRepository facts, Caller caller, Clock clock) {
        this.facts = facts;
        this.caller = caller;
        this.clock = clock;
    }

    /** Judges for the current caller, without a lock. */
    public Verdict judge(EligibilityQuery query) {
        return judge(query, find(query));
    }

    public Verdict judge(EligibilityQuery query, EligibilityFacts found) {
        return EligibilityRules.judge(query, found, caller.scope(), LocalDate.now(clock));
    }

    /** Locks the counters that the registrations of a batch can need, and reads the facts behind the locks. */
    public LockedFacts lock(List<EligibilityQuestion> questions) {
        return facts.lock(questions, LocalDate.now(clock));
    }

    private EligibilityFacts find(EligibilityQuery query) {
        return facts.find(new EligibilityQuestion(query, caller.scope()), LocalDate.now(clock));
    }

    /** Refuses a changed price above the agreement's tariff, and payments that the agreement does not allow. */
    public void requirePriceWithinTariff(
            UUID partnerId,
            UUID agreementId,
            UUID offeringId,
            BigDecimal price,
            List<EligibilityQuery.Payment> payments) {
        EligibilityQuery query = EligibilityQuery.of(partnerId, agreementId, offeringId, null);
        List<BlockingRule> blocking = EligibilityRules.judgePrice(find(query), price, payments);
        Refusal.refuse(blocking.stream().map(BlockingRule::violation).toList());
    }

    /** Refuses a site that cannot host an enrollment of the partner on the offering on the day. */
    public void requirePossibleSite(
            TenantScope scope,
            UUID partnerId,
            UUID agreementId,
            UUID offeringId,
            @Nullable UUID siteId,
            LocalDate day) {
        EligibilityQuery query = EligibilityQuery.of(partnerId, agreementId, offeringId, siteId);
        EligibilityFacts found = facts.find(new EligibilityQuestion(query, scope), day);
        List<BlockingRule> blocking = EligibilityRules.judgeSite(query, found, partnerId, day);
        Refusal.refuse(blocking.stream().map(BlockingRule::violation).toList());
    }

    /**
     * Refuses a payer that the agreement does not accept now.
     *
     * @param pointer the member of the request that names the payer
     */
    public void requirePayer(
            UUID partnerId, UUID agreementId, UUID offeringId, EligibilityQuery.Payment payment, String pointer) {
        EligibilityQuery query = EligibilityQuery.of(partnerId, agreementId, offeringId, null);
        List<BlockingRule> blocking = EligibilityRules.judgePayer(find(query), payment);
        if (!blocking.isEmpty()) {
            throw Refusal.ofAll(blocking.stream().map(BlockingRule::violation).toList())
                    .at(any -> pointer);
        }
    }

    /** Refuses an agreement outside of the scope. Call it before rows of the agreement are locked. */
    public void requireVisibleAgreement(UUID agreementId, TenantScope scope) {
        if (!facts.isVisible(agreementId, scope.restrictedTo())) {
            throw EligibilityRules.notFound("agreement", "/agreementId", agreementId);
        }
    }
}
