package fr.cned.partenariats.local.lifecycle;

/** A failure that people see without a stack trace. Its message says what was wrong and what to do next. */
public final class PlatformFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlatformFailure(String sentence) {
        super(sentence);
    }

    public PlatformFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The message of the first platform failure among the causes, else the failure as text. */
    public static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PlatformFailure platformFailure) {
                return String.valueOf(platformFailure.getMessage());
            }
        }
        return failure.toString();
    }
}
