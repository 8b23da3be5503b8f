package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore.KnownKey;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuestion;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.admission.eligibility.LockedFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Registers students for any callers in one transaction, with a number of statements that does not depend on their
 * number. The refusal of one registration undoes nothing of the others. The keys of the registrations are distinct.
 */
@ApplicationScoped
public class RegistrationBatch {

    private final IdempotencyStore keys;
    private final EligibilityService eligibility;
    private final RegistrationWriter writer;
    private final RegistrationAnswers answers;
    private final Clock clock;
    private final Period hold;

    RegistrationBatch(
            IdempotencyStore keys,
            EligibilityService eligibility,
            RegistrationWriter writer,
            RegistrationAnswers answers,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.keys = keys;
        this.eligibility = eligibility;
        this.writer = writer;
        this.answers = answers;
        this.clock = clock;
        this.hold = hold;
    }

    /**
     * The answers in the order of the registrations. Throws when the transaction failed; then nothing of any registration
     * is stored.
     */
    @AllTenants
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    List<Answer> run(List<Registration> registrations) {
        return runWithin(registrations);
    }

    /** As {@link #run}, in the caller's transaction, which has the scope of all tenants. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Answer> runWithin(List<Registration> registrations) {
        Map<Registration, Outcome> outcomes = usedKeys(registrations);
        Map<Registration, EligibilityQuestion> open = questions(registrations, outcomes);
        LockedFacts facts = eligibility.lock(List.copyOf(open.values()));
        BatchState state = state(facts);
        decide(open, facts.facts().iterator(), state, outcomes);
        writer.write(state);
        return answers.store(registrations, outcomes);
    }

    /**
     * @param outcomes of the repeated registrations, then of the new ones
     * @param taken what all predicted registrations together would take
     */
    public record Prediction(List<Outcome> outcomes, Capacity.Taken taken) {}

    /**
     * Judges the registrations in the caller's transaction and writes nothing.
     *
     * @param repeated registrations of earlier predictions, which the new ones may depend on
     * @param earlier what all earlier predictions would take
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Prediction predict(List<Registration> repeated, List<Registration> registrations, Capacity.Taken earlier) {
        List<Registration> all =
                Stream.concat(repeated.stream(), registrations.stream()).toList();
        Map<Registration, Outcome> outcomes = usedKeys(all);
        Map<Registration, EligibilityQuestion> before = questions(repeated, outcomes);
        Map<Registration, EligibilityQuestion> open = questions(registrations, outcomes);
        LockedFacts locked = eligibility.lock(
                Stream.concat(before.values().stream(), open.values().stream()).toList());
        BatchState state = state(locked);
        Iterator<EligibilityFacts> facts = locked.facts().iterator();
        decide(before, facts, state, outcomes);
        state.capacity().startAfter(earlier);
        decide(open, facts, state, outcomes);
        return new Prediction(
                all.stream().map(outcomes::get).map(Objects::requireNonNull).toList(),
                state.capacity().takenAfter(earlier));
    }

    /** Keys with an answer, in use, or used for another request. */
    private Map<Registration, Outcome> usedKeys(List<Registration> registrations) {
        Map<Registration, Outcome> used = new HashMap<>();
        Iterator<KnownKey> known = keys.lookUp(
                        registrations.stream().map(Registration::key).toList())
                .iterator();
        for (Registration registration : registrations) {
            KnownKey key = known.next();
            if (key.answer() != null) {
                used.put(registration, new Outcome.Repeated(key.answer()));
            } else if (key.refusal() != null) {
                used.put(registration, Outcome.Refused.before(key.refusal()));
            }
        }
        return used;
    }

    /** The registrations without an outcome, in their order. Refuses those that are no question to the rules. */
    private static Map<Registration, EligibilityQuestion> questions(
            List<Registration> registrations, Map<Registration, Outcome> outcomes) {
        Map<Registration, EligibilityQuestion> open = new LinkedHashMap<>();
        for (Registration registration : registrations) {
            if (!outcomes.containsKey(registration)) {
                try {
                    open.put(registration, registration.question());
                } catch (Refusal refusal) {
                    outcomes.put(registration, Outcome.Refused.before(refusal));
                }
            }
        }
        return open;
    }

    private BatchState state(LockedFacts locked) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        return new BatchState(locked.capacity(), now, now.toLocalDate().plus(hold));
    }

    /** Judges each with the capacity that those before it leave. */
    private static void decide(
            Map<Registration, EligibilityQuestion> open,
            Iterator<EligibilityFacts> facts,
            BatchState state,
            Map<Registration, Outcome> outcomes) {
        open.forEach((registration, question) ->
                outcomes.put(registration, state.decide(registration, question, facts.next())));
    }
}
