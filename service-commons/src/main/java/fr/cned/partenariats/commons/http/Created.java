package fr.cned.partenariats.commons.http;

import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** The answer to a request that created a resource: 201 with {@code Location}. */
public final class Created {

    private Created() {}

    /** @param path the path of the new resource, such as {@code /v1/spaces/…} */
    public static <T> RestResponse<T> at(String path, T view) {
        return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.CREATED)
                .entity(view)
                .location(URI.create(path))
                .build();
    }
}
