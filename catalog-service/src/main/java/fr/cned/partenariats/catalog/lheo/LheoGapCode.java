package fr.cned.partenariats.catalog.lheo;

import java.util.Locale;

/** Why LHEO shows a training in another way than the catalogue, or not at all. */
public enum LheoGapCode {
    NO_OFFERING(
            "Not exported: every offering is cancelled, or there is none. Plan an offering.",
            "Non exportée : aucune session n’est prévue, ouverte ou fermée. Prévoyez une session."),
    TEXT_MISSING(
            "This text is missing. The export says that it is not known. Fill it in.",
            "Ce texte manque. L’export dit qu’il n’est pas communiqué. Complétez-le."),
    CODE_MISSING(
            "This code is missing. The export has the most general one. Fill it in.",
            "Ce code manque. L’export donne le plus général. Complétez-le."),
    TEXT_SHORTENED(
            "This text is too long for LHEO. The export ends it at a word. Shorten it.",
            "Ce texte est trop long pour LHEO. L’export le coupe à un mot. Raccourcissez-le."),
    CODES_LEFT_OUT(
            "LHEO takes fewer codes. The export has the first ones. Put the most important code first.",
            "LHEO admet moins de codes. L’export donne les premiers. Mettez d’abord le plus important.");

    private final String english;
    private final String french;

    LheoGapCode(String english, String french) {
        this.english = english;
        this.french = french;
    }

    String text(Locale language) {
        return language.getLanguage().equals("fr") ? french : english;
    }
}
