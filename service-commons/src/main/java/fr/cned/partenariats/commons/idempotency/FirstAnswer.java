package fr.cned.partenariats.commons.idempotency;

/** A stored refusal on its first way out: the same bytes as its replays, without their mark. */
class FirstAnswer extends ReplayedAnswer {

    FirstAnswer(StoredAnswer answer) {
        super(answer);
    }
}
