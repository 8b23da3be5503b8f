package fr.cned.partenariats.commons.base.problem;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every exception to a problem. Nothing of the exception itself reaches the client. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final ProblemRenderer problems;
    private final AllowedMethods allowedMethods;

    ProblemMapper(ProblemRenderer problems, AllowedMethods allowedMethods) {
        this.problems = problems;
        this.allowedMethods = allowedMethods;
    }

    /** Lists explicitly the exceptions for which Quarkus has mappers. */
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        NotFoundException.class,
        ValidationException.class,
        ConstraintViolationException.class,
        MismatchedInputException.class,
        AuthenticationCompletionException.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class,
    })
    Response toResponse(Throwable thrown, ContainerRequestContext request, ResourceInfo resource) {
        String path = request.getUriInfo().getPath();
        Refusal refusal = refusalOf(thrown, resource);
        if (refusal.code() == UNKNOWN_ROUTE && allowedMethods.refuses(request.getMethod(), path)) {
            refusal = Refusal.of(METHOD_NOT_ALLOWED);
        }
        if (refusal.code() == UNSUPPORTED_MEDIA_TYPE) {
            List<String> types = allowedMethods.mediaTypes(request.getMethod(), path);
            // An operation without a body accepts {}.
            refusal = Refusal.of(UNSUPPORTED_MEDIA_TYPE, types.isEmpty() ? List.of(MediaType.APPLICATION_JSON) : types);
        }
        if (refusal.code().status() == 503) {
            LOG.warnf("answered %s: %s", refusal.code().code(), thrown);
        } else if (refusal.code().status() >= 500) {
            LOG.errorf(thrown, "answered %s", refusal.code().code());
        }
        if (refusal.code() == METHOD_NOT_ALLOWED) {
            refusal.header("Allow", allowedMethods.of(path));
        }
        return problems.render(refusal).toResponse();
    }

    private static Refusal refusalOf(Throwable thrown, ResourceInfo resource) {
        if (thrown instanceof Refusal refusal) {
            return refusal;
        }
        if (thrown instanceof ConstraintViolationException invalid) {
            return RequestViolations.of(invalid);
        }
        if (thrown instanceof UnauthorizedException) {
            return Refusal.unauthenticated();
        }
        if (thrown instanceof AuthenticationFailedException || thrown instanceof AuthenticationCompletionException) {
            return identityProviderFailed(thrown)
                    ? Refusal.of(SERVICE_UNAVAILABLE).retryAfterSeconds(2)
                    : Refusal.invalidToken();
        }
        if (thrown instanceof ForbiddenException) {
            return forbidden(resource);
        }
        if (thrown instanceof WebApplicationException web) {
            return ofWeb(web, resource);
        }
        if (thrown instanceof JsonProcessingException json) {
            return RequestViolations.of(json);
        }
        if (thrown instanceof IOException) {
            return Refusal.of(BAD_REQUEST); // the body ended early
        }
        if (DatabaseFailures.isConcurrentChange(thrown)) {
            return Refusal.of(CONCURRENT_CHANGE);
        }
        if (DatabaseFailures.isTimeLimit(thrown)) {
            return Refusal.of(TOOK_TOO_LONG).retryAfterSeconds(2);
        }
        if (thrown instanceof OIDCException || DatabaseFailures.isTransient(thrown)) {
            return Refusal.of(SERVICE_UNAVAILABLE).retryAfterSeconds(2);
        }
        return Refusal.of(INTERNAL_ERROR);
    }

    /** Names the roles of the operation, which are in the contract. */
    private static Refusal forbidden(ResourceInfo resource) {
        Method operation = resource.getResourceMethod();
        if (operation == null) {
            return Refusal.of(FORBIDDEN, List.of());
        }
        RolesAllowed allowed = operation.getAnnotation(RolesAllowed.class);
        if (allowed == null) {
            allowed = operation.getDeclaringClass().getAnnotation(RolesAllowed.class);
        }
        List<String> roles = allowed == null
                ? List.of()
                : Arrays.stream(allowed.value()).sorted().toList();
        return Refusal.of(FORBIDDEN, roles).property("requiredRoles", roles);
    }

    /** The token could not be verified, because a call to the identity provider failed. */
    private static boolean identityProviderFailed(Throwable thrown) {
        return Causes.find(thrown, IOException.class) != null
                || Causes.find(thrown, TimeoutException.class) != null
                || Causes.find(thrown, io.smallrye.mutiny.TimeoutException.class) != null
                || Causes.find(thrown, VertxException.class) != null;
    }

    /** Maps the exceptions of JAX-RS: unknown route, media types, unreadable body. */
    private static Refusal ofWeb(WebApplicationException web, ResourceInfo resource) {
        int status = web.getResponse().getStatus();
        JsonProcessingException json = Causes.find(web, JsonProcessingException.class);
        if (json != null && status < 500) {
            return RequestViolations.of(json);
        }
        return switch (status) {
            case 401 -> Refusal.unauthenticated();
            case 403 -> forbidden(resource);
            case 404 -> Refusal.of(UNKNOWN_ROUTE);
            case 405 -> Refusal.of(METHOD_NOT_ALLOWED);
            case 406 -> Refusal.of(NOT_ACCEPTABLE);
            case 413 -> Refusal.of(BODY_TOO_LARGE);
            case 415 -> Refusal.of(UNSUPPORTED_MEDIA_TYPE);
            default -> Refusal.of(status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR);
        };
    }
}
