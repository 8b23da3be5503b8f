package fr.cned.partenariats.commons.idempotency;

/**
 * Ends an operation with bytes that are already there. An exception because the operation's declared
 * return type has its own writer, and bytes must not pass through it again.
 */
class ReplayedAnswer extends RuntimeException {

    private final transient StoredAnswer answer;

    ReplayedAnswer(StoredAnswer answer) {
        super("replayed", null, false, false);
        this.answer = answer;
    }

    StoredAnswer answer() {
        return answer;
    }
}
