package fr.cned.partenariats.enrollment.connection;

import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The system refused, was away or too slow, or its answer is not usable. */
public final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    public final Outcome outcome;

    /** How long the system wants to be left alone; zero when it does not tell. */
    public final Duration pause;

    public NoAnswer(Outcome outcome, String message, Duration pause, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
        this.pause = pause;
    }

    public static NoAnswer unusable(String message) {
        return new NoAnswer(Outcome.UNUSABLE_ANSWER, message, Duration.ZERO, null);
    }
}
