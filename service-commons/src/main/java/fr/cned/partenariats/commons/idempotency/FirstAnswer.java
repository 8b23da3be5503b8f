package fr.cned.partenariats.commons.idempotency;

/** A refusal that was just stored: the same bytes as its replays, without the header {@code Idempotency-Replayed}. */
class FirstAnswer extends ReplayedAnswer {

    FirstAnswer(StoredAnswer answer) {
        super(answer);
    }
}
