package fr.cned.partenariats.commons.http.outside;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The operation may end with a {@link Question} to a system outside of the platform. It runs again after the answer. */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AsksOutside {

    /** Throw it after all other checks. The question keeps its answer for the second run. */
    final class Question extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Runnable question;

        public Question(Runnable question) {
            super("a system outside of the platform was not asked yet", null, false, false);
            this.question = question;
        }

        public void ask() {
            question.run();
        }
    }
}
