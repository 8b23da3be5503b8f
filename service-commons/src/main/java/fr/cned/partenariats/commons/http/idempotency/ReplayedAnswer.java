package fr.cned.partenariats.commons.http.idempotency;

/**
 * Ends an operation with a stored answer. It is an exception because the declared return type of the operation has a
 * writer, which must not write the stored bytes again.
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
