package fr.cned.partenariats.catalog.query;

import fr.cned.partenariats.commons.http.Preconditions;
import jakarta.ws.rs.core.EntityTag;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Answers that carry an entity tag. */
public final class Answers {

    private Answers() {}

    public static <T> RestResponse<T> created(T view, EntityTag tag, String location) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .location(URI.create(location))
                .tag(tag)
                .build();
    }

    public static <T> RestResponse<T> ok(T view, EntityTag tag) {
        return RestResponse.ResponseBuilder.ok(view).tag(tag).build();
    }

    /** 304 without a body for who has it already. */
    public static <T> RestResponse<T> read(T view, EntityTag tag, @Nullable String ifNoneMatch) {
        return Preconditions.noneMatchHits(ifNoneMatch, tag)
                ? RestResponse.ResponseBuilder.<T>create(RestResponse.Status.NOT_MODIFIED)
                        .tag(tag)
                        .build()
                : ok(view, tag);
    }
}
