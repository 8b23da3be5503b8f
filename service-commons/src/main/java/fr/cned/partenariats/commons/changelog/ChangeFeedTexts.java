package fr.cned.partenariats.commons.changelog;

/** The sentences that the descriptions of change feeds share. */
public final class ChangeFeedTexts {

    public static final String CALL =
            "Keeps a copy complete. Call it without `cursor`, then with `cursor` = `next` of the previous answer,"
                    + " again and again; while `more` is true, at once.";

    public static final String CURSORS =
            " A change appears as soon as all commits that were running at its time have ended: usually at once. A cursor"
                    + " is valid for at least 90 days. Later, or when a restored database has lost the last change that"
                    + " the copy has, the answer is 410 `cursor-expired`: begin again without `cursor` and replace the"
                    + " copy.";

    private ChangeFeedTexts() {}
}
