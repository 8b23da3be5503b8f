package fr.cned.partenariats.commons.http.propagation;

import com.fasterxml.jackson.annotation.JsonProperty;
import fr.cned.partenariats.commons.http.Revisioned;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The view of an object that is published as an event. Its JSON has {@code propagation} when a consumer failed. */
public interface Propagated extends Revisioned {

    UUID id();

    @JsonProperty("propagation")
    default @Nullable Propagation propagation() {
        return KnownFailures.of(id(), revision());
    }

    @Override
    default String entityTagSuffix() {
        Propagation propagation = propagation();
        return propagation == null ? "" : "-p" + Integer.toHexString(propagation.hashCode());
    }
}
