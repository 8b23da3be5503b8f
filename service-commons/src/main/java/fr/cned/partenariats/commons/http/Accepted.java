package fr.cned.partenariats.commons.http;

import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** The answer to a request that started a job: 202 with {@code Location}. */
public final class Accepted {

    private Accepted() {}

    /** @param path the path of the job */
    public static <T> RestResponse<T> at(String path, T view) {
        return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.ACCEPTED)
                .entity(view)
                .location(URI.create(path))
                .build();
    }
}
