package fr.cned.partenariats.local.process;

/** Why the platform cannot go on, as one sentence that says what to do. Shown to people without a stack trace. */
public final class PlatformFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlatformFailure(String sentence) {
        super(sentence);
    }

    public PlatformFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence of the first platform failure among the causes, else what the failure says of itself. */
    public static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PlatformFailure platformFailure) {
                return String.valueOf(platformFailure.getMessage());
            }
        }
        return failure.toString();
    }
}
