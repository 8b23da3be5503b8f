package fr.cned.partenariats.commons.http.propagation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/** Tells that services which copy an object could not process its current state. Absent when all is well. */
public record Propagation(State state, List<Failure> failures) {

    public enum State {
        @JsonProperty("failed")
        FAILED
    }

    /**
     * @param consumer the service whose copy is out of date
     * @param revision the revision that it could not process
     */
    public record Failure(String consumer, long revision, String reason, Instant since) {}
}
