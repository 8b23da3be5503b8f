package fr.cned.partenariats.commons.problem;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language that the client of the current request asked for; English when it asked for none of ours. */
@ApplicationScoped
public class RequestLanguage {

    private final CurrentVertxRequest current;

    RequestLanguage(CurrentVertxRequest current) {
        this.current = current;
    }

    public Locale get() {
        return of(header("Accept-Language"));
    }

    @Nullable
    String header(String name) {
        try {
            RoutingContext request = current.getCurrent();
            return request == null ? null : request.request().getHeader(name);
        } catch (ContextNotActiveException outsideOfARequest) {
            return null;
        }
    }

    static Locale of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
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
