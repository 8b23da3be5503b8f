package fr.cned.partenariats.local.lifecycle;

import org.jspecify.annotations.Nullable;

/** A failure that people see without a stack trace. Its message says what was wrong and what to do next. */
public final class PlatformFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlatformFailure(String sentence) {
        super(sentence);
    }

    public PlatformFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** Whether the failure has a sentence that explains it, so that its stack trace adds nothing. */
    public static boolean isExplained(Throwable failure) {
        return failure instanceof PlatformFailure || isDiskFull(failure);
    }

    /** The message of the first platform failure among the causes, else the failure as text. */
    public static String sentence(Throwable failure) {
        if (isDiskFull(failure)) {
            return "The disk is full: free space and start again. The data of the platform are in .local (%s)."
                    .formatted(rootOf(failure).getMessage());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PlatformFailure platformFailure) {
                return String.valueOf(platformFailure.getMessage());
            }
        }
        return failure.toString();
    }

    /** Java has no exception type for a full disk, and the text is that of the operating system. */
    private static boolean isDiskFull(Throwable failure) {
        String message = String.valueOf(rootOf(failure).getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
