package fr.cned.partenariats.enrollment.eligibility;

import fr.cned.partenariats.commons.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
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
        return judge(query, facts.find(query, LocalDate.now(clock)));
    }

    public Verdict judge(EligibilityQuery query, EligibilityFacts found) {
        return EligibilityRules.judge(query, found, caller.scope(), LocalDate.now(clock));
    }

    /** The facts of each query, in the same order, from one statement. */
    public List<EligibilityFacts> findFacts(List<EligibilityQuery> queries) {
        return facts.findAll(queries, LocalDate.now(clock));
    }

    /** Refuses an agreement outside of the caller's scope. Call it before rows of the agreement are locked. */
    public void requireVisibleAgreement(UUID agreementId) {
        if (!facts.isVisible(agreementId, caller.scope().restrictedTo())) {
            throw EligibilityRules.notFound("agreement", "/agreementId");
        }
    }
}
