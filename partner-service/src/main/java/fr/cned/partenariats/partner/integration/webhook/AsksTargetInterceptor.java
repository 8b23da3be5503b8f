package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.ProvenTarget.Unproven;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Asks the target between two runs of the operation. The first run checks everything else and rolls back, so a request
 * that is refused or replayed asks nobody, and no connection of the database is held while the target is asked. It runs
 * around {@code @Idempotent}.
 */
@AsksTargetInterceptor.AsksTarget
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 845)
class AsksTargetInterceptor {

    /** The operation runs again after the target that it stores has answered a {@link Challenge}. */
    @InterceptorBinding
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface AsksTarget {}

    private final ProvenTarget target;
    private final Challenge challenge;

    AsksTargetInterceptor(ProvenTarget target, Challenge challenge) {
        this.target = target;
        this.challenge = challenge;
    }

    @AroundInvoke
    @Nullable
    Object ask(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (Unproven unproven) {
            challenge.send(unproven.partnerId, unproven.url);
            target.prove(unproven.url);
            return call.proceed();
        }
    }
}
