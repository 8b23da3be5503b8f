package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUEST_IN_PROGRESS;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore.Answered;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswer;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.registration.Outcome.Accepted;
import fr.cned.partenariats.enrollment.registration.Outcome.Refused;
import fr.cned.partenariats.enrollment.registration.Outcome.Repeated;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.Attempt;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.AttemptLog;
import fr.cned.partenariats.enrollment.replica.site.SiteOccupancyService;
import fr.cned.partenariats.enrollment.replica.site.SiteOccupancyView;
import fr.cned.partenariats.enrollment.replica.site.SiteYear;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores the answers of a batch under the keys of its registrations, and the attempts. The stored bytes are sent. The
 * refusals are not stored: the next request with the key is judged again.
 */
@ApplicationScoped
class RegistrationAnswers {

    private final IdempotencyStore keys;
    private final SiteOccupancyService occupancies;
    private final AttemptLog attempts;
    private final ObjectMapper json;
    private final Clock clock;

    RegistrationAnswers(
            IdempotencyStore keys,
            SiteOccupancyService occupancies,
            AttemptLog attempts,
            ObjectMapper json,
            Clock clock) {
        this.keys = keys;
        this.occupancies = occupancies;
        this.attempts = attempts;
        this.json = json;
        this.clock = clock;
    }

    /** The answers in the order of the registrations. */
    List<Answer> store(List<Registration> registrations, Map<Registration, Outcome> outcomes) {
        Map<SiteYear, SiteOccupancyView> overCapacity = occupancies.overCapacity(sites(outcomes));
        List<Answer> answers = new ArrayList<>(registrations.size());
        List<Answered> accepted = new ArrayList<>(registrations.size());
        for (Registration registration : registrations) {
            Outcome outcome = Objects.requireNonNull(outcomes.get(registration));
            StoredAnswer stored = null;
            if (outcome instanceof Accepted enrolled) {
                stored = registration.isRow()
                        ? RegisteredIds.of(enrolled.enrollment()).toAnswer()
                        : view(registration, enrolled, overCapacity);
                accepted.add(new Answered(registration.key(), stored, namedIn(registration, enrolled)));
            } else if (outcome instanceof Repeated repeated) {
                stored = repeated.first();
            }
            answers.add(new Answer(outcome, stored));
        }
        if (!keys.store(accepted)) {
            throw Refusal.of(
                    CONCURRENT_CHANGE); // a concurrent request has stored its answer: the next attempt replays it
        }
        attempts.record(attempts(registrations, outcomes));
        return answers;
    }

    /** An erasure looks for the answers of all enrollments of the person. The answer to a row has no personal data. */
    private static Set<UUID> namedIn(Registration registration, Accepted accepted) {
        return registration.isRow() ? Set.of() : Set.of(accepted.enrollment().id());
    }

    private StoredAnswer view(
            Registration registration, Accepted accepted, Map<SiteYear, SiteOccupancyView> overCapacity) {
        Registrant registrant = registration.registrant();
        EnrollmentView view = EnrollmentView.of(
                accepted.enrollment(),
                registrant.scope(),
                accepted.possibleDuplicates(),
                warnings(accepted, overCapacity, registrant.language()));
        return StoredAnswer.of(Response.Status.CREATED, "/v1/enrollments/" + view.id(), view, json);
    }

    private static List<Warning> warnings(
            Accepted accepted, Map<SiteYear, SiteOccupancyView> overCapacity, Locale language) {
        List<Violation> facts = new ArrayList<>();
        accepted.warnings().forEach(rule -> facts.add(rule.violation()));
        accepted.enrollment()
                .occupiedSite()
                .map(overCapacity::get)
                .map(SiteOccupancyService::warning)
                .ifPresent(facts::add);
        return facts.stream().map(fact -> Warning.of(fact, language)).toList();
    }

    /** The answer to a row has no warnings. */
    private static Set<SiteYear> sites(Map<Registration, Outcome> outcomes) {
        Set<SiteYear> sites = new HashSet<>();
        outcomes.forEach((registration, outcome) -> {
            if (outcome instanceof Accepted accepted && !registration.isRow()) {
                accepted.enrollment().occupiedSite().ifPresent(sites::add);
            }
        });
        return sites;
    }

    /**
     * A replay is no attempt of its own, nor is a request whose key is in use: it is the same request. A job records those
     * of its rows.
     */
    private List<Attempt> attempts(List<Registration> registrations, Map<Registration, Outcome> outcomes) {
        List<Attempt> made = new ArrayList<>();
        for (Registration registration : registrations) {
            Outcome outcome = outcomes.get(registration);
            if (registration.isRow()) {
                continue;
            }
            if (outcome instanceof Accepted accepted) {
                made.add(attempt(registration, accepted.enrollment().studentId(), null));
            } else if (outcome instanceof Refused refused && refused.refusal().code() != REQUEST_IN_PROGRESS) {
                made.add(attempt(
                        registration,
                        refused.studentId(),
                        refused.refusal().code().code()));
            }
        }
        return made;
    }

    private Attempt attempt(Registration registration, @Nullable UUID studentId, @Nullable String code) {
        return new Attempt(
                clock.instant(),
                LocalDate.now(clock),
                registration.registrant().sender(),
                registration.key().key(),
                null,
                null,
                registration.request().reference(),
                studentId,
                code);
    }
}
