package fr.cned.partenariats.commons.base.problem;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language of the current request by {@code Accept-Language}; English by default. */
@ApplicationScoped
public class RequestLanguage {

    /** A browser with five languages sends about 50 characters. The cost of parsing is quadratic. */
    private static final int MAX_LENGTH = 100;

    private static final String PARSED = RequestLanguage.class.getName();

    private final CurrentVertxRequest current;

    RequestLanguage(CurrentVertxRequest current) {
        this.current = current;
    }

    public Locale get() {
        return of(request());
    }

    /** The current request; null outside of one. */
    @Nullable
    RoutingContext request() {
        try {
            return current.getCurrent();
        } catch (ContextNotActiveException outsideOfARequest) {
            return null;
        }
    }

    /** Parses the header once per request, because an import renders a problem for each refused row. */
    public static Locale of(@Nullable RoutingContext request) {
        if (request == null) {
            return Locale.ENGLISH;
        }
        @Nullable Locale read = request.get(PARSED);
        if (read == null) {
            read = of(request.request().getHeader("Accept-Language"));
            request.put(PARSED, read);
        }
        return read;
    }

    static Locale of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > MAX_LENGTH) {
            return Locale.ENGLISH;
        }
        try {
            Locale found =
                    Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), List.copyOf(ProblemTexts.LANGUAGES));
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
