package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.http.Preconditions;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers that carry a resource: with its ETag, and a new one with its address. */
public final class Answers {

    private Answers() {}

    public static <T> RestResponse<T> tagged(T view, long revision) {
        return RestResponse.ResponseBuilder.ok(view)
                .tag(Preconditions.tag(revision))
                .build();
    }

    public static <T> RestResponse<T> created(String address, T view, long revision) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .location(URI.create(address))
                .tag(Preconditions.tag(revision))
                .build();
    }
}
