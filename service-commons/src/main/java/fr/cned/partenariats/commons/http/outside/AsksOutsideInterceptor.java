package fr.cned.partenariats.commons.http.outside;

import fr.cned.partenariats.commons.http.outside.AsksOutside.Question;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks between two runs of the operation. The first run checks everything else and rolls back, so a request that is refused
 * or replayed asks nobody, and no connection of the database is held meanwhile. It runs around {@code @Idempotent}.
 */
@AsksOutside
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 845)
class AsksOutsideInterceptor {

    @AroundInvoke
    @Nullable
    Object ask(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (Question question) {
            question.ask();
            return call.proceed();
        }
    }
}
