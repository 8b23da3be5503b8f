package fr.cned.partenariats.commons.changes;

/** The sentences that the descriptions of change feeds share. */
public final class ChangeFeedTexts {

    public static final String CALL =
            "Keeps a copy complete. Call it without `cursor`, then with `cursor` = `next` of the previous answer,"
                    + " again and again; while `more` is true, at once.";

    /** For a feed whose changes are numbered when they are committed. */
    public static final String CURSORS_DO_NOT_EXPIRE =
            " Cursors do not expire with time. After a restore of the database a cursor can be ahead: then"
                    + " 410 `cursor-expired`; begin again without `cursor` and replace the copy.";

    /** For a feed that is ordered by transaction. */
    public static final String CURSORS_EXPIRE =
            " A change appears as soon as all transactions that ran at its time have ended: usually at once. A cursor is"
                    + " valid for 30 days, then 410 `cursor-expired`: begin again without `cursor` and replace the copy.";

    private ChangeFeedTexts() {}
}
