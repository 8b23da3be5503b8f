package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import static fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa.SifaColumn.*;

import fr.cned.partenariats.commons.base.codes.Uai;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/**
 * The controls of SIFA that a value can break (instructions of the DEPP for 31 December 2024). Requests refuse wrong
 * codes, SIRETs and days, so these are not controlled again.
 */
public enum SifaRule {
    MISSING(
            "This must be filled in.",
            "Cette valeur est obligatoire.",
            (a, column) -> column.required && column.of(a).isEmpty() && !(column == DIPLOME && a.is("byRncp"))),
    TOO_LONG(
            "This has too many characters. Shorten it.",
            "Cette valeur a trop de caractères. Raccourcissez-la.",
            (a, column) -> column.of(a).length() > column.length),
    WRONG_UAI(
            "This is no UAI: the letter at its end does not fit.",
            "Ce n’est pas un UAI : la lettre finale ne convient pas.",
            (a, column) -> column.of(a).length() == column.length && !Uai.Validator.accepts(column.of(a)),
            ETAB_N_1),
    WRONG_EMAIL(
            "An e-mail address needs @ and a dot, and takes no accents.",
            "Une adresse de courriel contient @ et un point, et pas d’accents.",
            (a, column) -> !a.matches("|[\\w.!#$%&'*+/=?^`{}~-]+@[\\w-]+(\\.[\\w-]+)+", column),
            MAIL_JEUNE,
            MAIL_RESP1),
    WRONG_DURATION(
            "This is too short or too long: 6 to 78 months in theory, 6 to 102 months in fact.",
            "Cette durée est trop courte ou trop longue : de 6 à 78 mois en théorie, de 6 à 102 mois en réalité.",
            (a, column) -> a.isOutside(column, 6, column == DUR_FORM_THEO ? 78 : 102),
            DUR_FORM_THEO,
            DUR_FORM_REELLE),
    DURATIONS_APART(
            "The contract and the training differ by more than 24 months.",
            "Les durées du contrat et de la formation diffèrent de plus de 24 mois.",
            (a, column) -> a.months() > 0 && a.isOutside(column, a.months() - 24, a.months() + 24),
            DUR_FORM_REELLE),
    DURATION_OF_DIPLOMA(
            "This does not fit the diploma: 18 to 29 months for a BTS or a master, 30 to 42 for a licence.",
            "Cette durée ne convient pas au diplôme : de 18 à 29 mois pour un BTS ou un master, de 30 à 42 pour une licence.",
            (a, column) -> switch (a.text("training.family")) {
                case "BTS", "BTS_AGRICOLE", "MASTER" -> a.isOutside(column, 18, 29);
                case "LICENCE" -> a.isOutside(column, 30, 42);
                default -> false;
            },
            DUR_FORM_THEO),
    YEAR_OF_TRAINING(
            "This year is beyond the theoretical length of the training.",
            "Cette année dépasse la durée théorique de la formation.",
            (a, column) -> a.isBeyondTraining(column.of(a)),
            AN_FORM),
    AGE(
            "An apprentice is 14 to 65 years old.",
            "Un apprenti a de 14 à 65 ans.",
            (a, column) -> a.age() < 14 || a.age() > 65,
            DATE_NAIS),
    CLASS_OF_AGE(
            "This does not fit the age of the apprentice.",
            "Cette classe ne convient pas à l’âge de l’apprenti.",
            (a, column) -> (a.age() + " " + column.of(a))
                    .matches("(?:\\d|1[0-5]) [45]\\d{3}|1[67] 4\\d{3}|18 4[01](?:13|19|21)"),
            SIT_N_1),
    SCHOOL_NOT_CONCERNED(
            "This must be 995 for this situation of the year before (SIT_N_1).",
            "Cette valeur doit être 995 pour cette situation de l’année précédente (SIT_N_1).",
            (a, column) -> a.matches("(?:590[357]|9900) (?!995).+", SIT_N_1, column),
            ETAB_N_1),
    SCHOOL_EXPECTED(
            "This cannot be 995 after a year at school (SIT_N_1). Give the UAI or the department.",
            "Cette valeur ne peut pas être 995 après une scolarité (SIT_N_1). Donnez l’UAI ou le département.",
            (a, column) -> a.matches("[1-4]\\d{3} 995", SIT_N_1, column),
            ETAB_N_1),
    SITUATION_OF_CLASS(
            "This does not fit the situation of the year before (SIT_N_1).",
            "Cette situation ne convient pas à celle de l’année précédente (SIT_N_1).",
            (a, column) -> a.matches("1\\d{3} (?!11|12|90|99).+|2\\d{3} 41", SIT_N_1, column),
            SIT_AV_APP),
    DIPLOMA_OF_CLASS(
            "This is too high for the situation of the year before (SIT_N_1).",
            "Ce diplôme est trop élevé pour la situation de l’année précédente (SIT_N_1).",
            (a, column) ->
                    a.matches("1009 (?:0[6-9]|1\\d)|1(?!009)\\d{3} (?:0[4-9]|1\\d)|2\\d{3} 1[1-5]", SIT_N_1, column),
            DIP_OBT),
    RESIDENCE(
            "This is not in the department of the postal code (COD_POST).",
            "Cette commune n’est pas dans le département du code postal (COD_POST).",
            // Saint-Barthélemy and Saint-Martin have postal codes of Guadeloupe.
            (a, column) -> a.matches(
                    "(?!(9[78]\\d|(?!9[78])\\d\\d)\\d+ \\1|20\\d{3} 2[AB]|97133 977|97150 978)\\S+ \\S+",
                    COD_POST, column),
            COM_RESID),
    TWICE(
            "Another apprentice of the file has the same. Correct one, or end one of the contracts.",
            "Un autre apprenti du fichier a la même valeur. Corrigez-en une, ou mettez fin à l’un des contrats.",
            (a, column) -> a.is(column == NOM ? "sameIdentity" : "sameIne"),
            INE_RNIE,
            NOM);

    private final String english;
    private final String french;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final BiPredicate<SifaApprentice, SifaColumn> broken;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<SifaColumn> columns;

    /** @param columns that can break it; all when there are none */
    SifaRule(String english, String french, BiPredicate<SifaApprentice, SifaColumn> broken, SifaColumn... columns) {
        this.english = english;
        this.french = french;
        this.broken = broken;
        this.columns = List.of(columns.length == 0 ? SifaColumn.values() : columns);
    }

    List<SifaColumn> brokenColumns(SifaApprentice apprentice) {
        return columns.stream()
                .filter(column -> broken.test(apprentice, column))
                .toList();
    }

    String text(Locale language) {
        return language.getLanguage().equals("fr") ? french : english;
    }
}
