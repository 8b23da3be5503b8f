package fr.cned.partenariats.commons.http.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a POST operation honour the header {@code Idempotency-Key}. The operation and the storing of its answer are one
 * transaction. Name fields with ids {@code id} or {@code …Id}: {@link StoredAnswers} finds answers by them.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {

    /** Whether a request without a key is refused. */
    @Nonbinding
    boolean required() default false;

    /**
     * Whether the operation itself looks up its key and stores its answer, with {@link IdempotencyStore}, in the
     * transaction of a batch. It finds its key in {@link CurrentKey}; a request without a key is refused. A body that the
     * operation reads as a stream is not part of the hash: the operation adds the bytes that it has read.
     */
    @Nonbinding
    boolean inBatch() default false;
}
