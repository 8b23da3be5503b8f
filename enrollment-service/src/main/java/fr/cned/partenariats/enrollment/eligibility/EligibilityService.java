package fr.cned.partenariats.enrollment.eligibility;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

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

    public Verdict judge(EligibilityQuery query) {
        return judge(query, facts.find(query, caller.scope(), LocalDate.now(clock)));
    }

    public Verdict judge(EligibilityQuery query, EligibilityFacts found) {
        return EligibilityRules.judge(query, found, caller.scope(), LocalDate.now(clock));
    }

    /** The facts of each query, in the same order, from one statement. */
    public List<EligibilityFacts> findFacts(List<EligibilityQuery> queries) {
        return facts.findAll(queries, LocalDate.now(clock));
    }

    /** A registration of an import, with the partner that it belongs to. */
    public record Registration(UUID partnerId, EligibilityQuery query) {}

    /** What is known about the person of each registration, in the same order, from one statement. */
    public List<EligibilityFacts.Person> findPersons(List<Registration> registrations) {
        return facts.findPersons(registrations, caller.scope());
    }

    /** Refuses a changed price above the agreement's tariff, and payments that the agreement does not allow. */
    public void requirePriceWithinTariff(
            UUID partnerId,
            UUID agreementId,
            UUID offeringId,
            BigDecimal price,
            List<EligibilityQuery.Payment> payments) {
        EligibilityQuery query = new EligibilityQuery(
                partnerId, agreementId, offeringId, null, null, null, null, payments, null, false, null);
        List<BlockingRule> blocking =
                EligibilityRules.judgePrice(findFacts(List.of(query)).get(0), price, payments);
        if (!blocking.isEmpty()) {
            throw Refusal.ofAll(blocking.stream().map(BlockingRule::violation).toList());
        }
    }

    /** Refuses an agreement outside of the caller's scope. Call it before rows of the agreement are locked. */
    public void requireVisibleAgreement(UUID agreementId) {
        if (!facts.isVisible(agreementId, caller.scope().restrictedTo())) {
            throw EligibilityRules.notFound("agreement", "/agreementId", agreementId);
        }
    }
}
