package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.idempotency.CurrentKey;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.RecordedRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The use cases of registrations. Each passes the request on with its caller. */
@ApplicationScoped
public class Registrations {

    private final RegistrationQueue queue;
    private final EligibilityService eligibility;
    private final Caller caller;
    private final ActorNames actors;
    private final ChangeRecorder recorder;
    private final RequestLanguage language;
    private final CurrentKey key;
    private final RecordedRequest recorded;

    Registrations(
            RegistrationQueue queue,
            EligibilityService eligibility,
            Caller caller,
            ActorNames actors,
            ChangeRecorder recorder,
            RequestLanguage language,
            CurrentKey key,
            RecordedRequest recorded) {
        this.queue = queue;
        this.eligibility = eligibility;
        this.caller = caller;
        this.actors = actors;
        this.recorder = recorder;
        this.language = language;
        this.key = key;
        this.recorded = recorded;
    }

    CompletionStage<Answer> register(EnrollmentRequest request) {
        return submit(key.get(), request, null);
    }

    /** The key is the id that the client chose for the enrollment. */
    public CompletionStage<Answer> register(EnrollmentRequest request, UUID id) {
        return submit(new KeyedRequest(KeyOwner.of(caller), "oeapi:" + id, new byte[0], Set.of()), request, id);
    }

    private CompletionStage<Answer> submit(KeyedRequest keyed, EnrollmentRequest request, @Nullable UUID id) {
        AtomicBoolean isRecorded = recorded.flag();
        return queue.submit(Registration.alone(registrant(keyed), request, id)).thenApply(answer -> {
            isRecorded.set(true);
            return answer;
        });
    }

    @Transactional
    EligibilityView check(EnrollmentRequest request) {
        return EligibilityView.of(
                eligibility.judge(
                        RegistrationMapper.question(request, caller.scope()).query()),
                language.get());
    }

    private Registrant registrant(KeyedRequest keyed) {
        return new Registrant(caller.scope(), actors.current(), recorder.currentActor(), language.get(), keyed);
    }
}
