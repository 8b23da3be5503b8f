package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import jakarta.validation.Validator;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses a request body with all its faults at once: unknown fields, wrong types and violated constraints. */
@Provider
public class RequestBodyReader implements ReaderInterceptor {

    private final Validator validator;

    RequestBodyReader(Validator validator) {
        this.validator = validator;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try (BodyFaults faults = BodyFaults.open()) {
            Object body = read(context, faults);
            faults.refuseWith(body, validator);
            return body;
        }
    }

    private static Object read(ReaderInterceptorContext context, BodyFaults faults) throws IOException {
        try {
            return context.proceed();
        } catch (WebApplicationException | JsonProcessingException e) {
            @Nullable JsonProcessingException last = RequestViolations.jsonFailure(e);
            @Nullable Refusal all = last == null ? null : faults.refusalWith(last);
            if (all != null) {
                throw all;
            }
            throw e;
        }
    }
}
