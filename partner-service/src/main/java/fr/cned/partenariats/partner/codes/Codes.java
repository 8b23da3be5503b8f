package fr.cned.partenariats.partner.codes;

import java.util.regex.Pattern;

/** The rules of the public codes that identify French schools, companies and municipalities. Formats only: nothing is looked up. */
public final class Codes {

    private static final Pattern UAI = Pattern.compile("\\d{7}[A-Z]");
    private static final String UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private static final Pattern SIREN = Pattern.compile("\\d{9}");
    private static final Pattern SIRET = Pattern.compile("\\d{14}");
    private static final Pattern INSEE_MUNICIPALITY = Pattern.compile("(\\d{2}|2A|2B)\\d{3}");
    private static final Pattern ROME = Pattern.compile("[A-N]\\d{4}");
    private static final Pattern TRAINING = Pattern.compile("[A-Z0-9][A-Z0-9._-]{1,49}");
    private static final Pattern ACADEMIC_YEAR = Pattern.compile("(19|20)\\d{2}-20\\d{2}");
    private static final String LA_POSTE = "356000000";

    private Codes() {}

    /** UAI (unité administrative immatriculée): seven digits and the letter that their number modulo 23 gives. */
    public static boolean isUai(String code) {
        return UAI.matcher(code).matches()
                && UAI_KEYS.charAt(Integer.parseInt(code.substring(0, 7)) % UAI_KEYS.length()) == code.charAt(7);
    }

    /** SIREN: nine digits, the last a Luhn check digit. */
    public static boolean isSiren(String code) {
        return SIREN.matcher(code).matches() && luhn(code) % 10 == 0;
    }

    /**
     * SIRET: a SIREN and five digits, which together pass Luhn. La Poste had more establishments than
     * Luhn left room for: theirs pass too when the sum of their digits is a multiple of five.
     */
    public static boolean isSiret(String code) {
        if (!SIRET.matcher(code).matches() || !isSiren(code.substring(0, 9))) {
            return false;
        }
        return luhn(code) % 10 == 0
                || (code.startsWith(LA_POSTE) && code.chars().map(c -> c - '0').sum() % 5 == 0);
    }

    /** INSEE code of a municipality; begins with its department, 2A and 2B for Corsica. */
    public static boolean isInseeMunicipality(String code) {
        return INSEE_MUNICIPALITY.matcher(code).matches();
    }

    /** The department of a municipality comes from its INSEE code: postal codes cross the borders of departments. */
    public static String departmentOf(String inseeCode) {
        boolean overseas = inseeCode.startsWith("97") || inseeCode.startsWith("98");
        return inseeCode.substring(0, overseas ? 3 : 2);
    }

    /** ROME (répertoire opérationnel des métiers et des emplois): a letter and four digits. */
    public static boolean isRome(String code) {
        return ROME.matcher(code).matches();
    }

    /** The code of a training, as the catalogue gives them: BTS-MCO. */
    public static boolean isTraining(String code) {
        return TRAINING.matcher(code).matches();
    }

    /** Two consecutive years, such as 2026-2027. */
    public static boolean isAcademicYear(String code) {
        return ACADEMIC_YEAR.matcher(code).matches()
                && Integer.parseInt(code.substring(0, 4)) + 1 == Integer.parseInt(code.substring(5));
    }

    /** The academic year that follows. */
    public static String academicYearAfter(String code) {
        int second = Integer.parseInt(code.substring(5));
        return second + "-" + (second + 1);
    }

    private static int luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum;
    }
}
