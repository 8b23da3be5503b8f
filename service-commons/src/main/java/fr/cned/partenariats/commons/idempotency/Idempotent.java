package fr.cned.partenariats.commons.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a POST operation: honours the header {@code Idempotency-Key}. The operation runs in one
 * transaction and its answer is stored in that same one, so that a crash leaves both or neither.
 * Ids of persons and other objects are in fields named {@code id} or {@code …Id}: {@link StoredAnswers} finds by them.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {

    /** Whether a request without a key is refused. */
    @Nonbinding
    boolean required() default false;
}
