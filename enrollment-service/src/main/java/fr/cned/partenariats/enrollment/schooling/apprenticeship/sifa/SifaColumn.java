package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import fr.cned.partenariats.enrollment.student.StudentData;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** The columns of the file, in their order. */
enum SifaColumn {
    INE_RNIE(false, 11, "student.ine"),
    NUMERO_UAI(true, 8, "trainingCentre.identifiers.uai"),
    TYPE_CFA(false, 2, "centreType"), // the request has it
    SIT_FORM(true, 8, "hostSchool.identifiers.uai"),
    UAI_EPLE(true, 8, "hostSchool.identifiers.uai", (a, uai) -> a.is("byConvention") ? uai : "NC"),
    NAT_STR_JUR(true, 9, "contract.hostSchoolStructure", (a, code) -> a.is("byConvention") ? code : "NC"),
    STATUT(true, 6, "", (a, none) -> "APP"),
    DIPLOME(true, 8, "training.curriculum.diplomaCode", (a, diploma) -> a.is("byRncp") ? "" : diploma),
    RNCP(false, 10, "training.rncp", (a, rncp) -> a.is("byRncp") ? rncp.replaceFirst("BC.*", "") : ""),
    DUR_FORM_THEO(true, 2, "training.curriculum.durationMonths"),
    DUR_FORM_REELLE(true, 3, "contract.endsOn", (a, end) -> Long.toString(a.contractMonths())),
    AN_FORM(true, 2, "student.sifa.trainingYear"),
    NOM(true, 100, "student.familyName", (a, name) -> plain(name)),
    NOM2(false, 100, "student.usageName", (a, name) -> plain(name)),
    PRENOM1(true, 100, "student.givenNames", (a, names) -> word(names, 0)),
    PRENOM2(false, 100, "student.givenNames", (a, names) -> word(names, 1)),
    PRENOM3(false, 100, "student.givenNames", (a, names) -> word(names, 2)),
    ADRESSE(true, 200, "student.address.lines", (a, lines) -> plain(lines)),
    COD_POST(false, 5, "student.address.postalCode", (a, code) -> a.is("abroad") ? "" : code),
    COM_RESID(false, 5, "student.sifa.residenceCode"),
    TEL_JEUNE(false, 20, "student.telephone", (a, number) -> telephone(number)),
    TEL_RESP1_PERSO(false, 20, "student.guardian.telephone", (a, number) -> telephone(number)),
    TEL_RESP1_PRO,
    TEL_RESP2_PERSO,
    TEL_RESP2_PRO,
    MAIL_JEUNE(false, 80, "student.email"),
    MAIL_RESP1(false, 80, "student.guardian.email"),
    MAIL_RESP2,
    DATE_NAIS(true, 8, "student.birthDate", (a, day) -> date(day)),
    LIEU_NAIS(true, 5, "student.birthPlaceCode"),
    SEXE(true, 1, "student.sex", (a, sex) -> sex.replace('M', '1').replace('F', '2')),
    REGIME_SCO,
    PCS,
    HANDI,
    NATIO(false, 1, "student.nationality", (a, country) -> nationality(country)),
    SIT_AV_APP(false, 2, "student.sifa.previousSituation"),
    DIP_OBT(false, 2, "student.sifa.highestDiploma"),
    SIT_N_1(true, 4, "student.sifa.lastYearClass"),
    ETAB_N_1(true, 8, "student.sifa.lastYearSchool"),
    TYPE_EMP,
    DATE_ENTREE_CFA(false, 8, "offering.startsOn", (a, day) -> date(day)),
    DATE_DEB_CONT(false, 8, "contract.startsOn", (a, day) -> date(day)),
    DATE_RUPT_CONT(false, 8, "contract.rupturedOn", (a, day) -> date(day)),
    COM_ETAB,
    NAF_ETAB,
    NBSAL_EMP,
    SIRET_EMP(false, 14, "contract.employerSiret");

    private static final String EUROPEAN_UNION =
            "AT|BE|BG|CY|CZ|DE|DK|EE|ES|FI|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK";

    private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    final boolean required;
    final int length;

    /** The place of the value in the API; empty for a column that the platform does not fill from a field. */
    final String field;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final BiFunction<SifaApprentice, String, String> written;

    /** SIFA takes a file without it, and the platform does not ask for it. */
    SifaColumn() {
        this(false, 0, "");
    }

    SifaColumn(boolean required, int length, String field) {
        this(required, length, field, (a, text) -> text);
    }

    SifaColumn(boolean required, int length, String field, BiFunction<SifaApprentice, String, String> written) {
        this.required = required;
        this.length = length;
        this.field = field;
        this.written = written;
    }

    /** Empty without a value. */
    String of(SifaApprentice apprentice) {
        return written.apply(apprentice, apprentice.text(field));
    }

    /** Capitals and digits without accents, with single blanks, and hyphens within words. */
    private static String plain(String text) {
        return LETTERS.matcher(text)
                .replaceAll(letters -> StudentData.plain(letters.group()))
                .replaceAll("\\p{Pd}+", "-")
                .replaceAll("[^A-Z0-9-]+|(?<![A-Z0-9])-|-(?![A-Z0-9])", " ")
                .replaceAll(" +", " ")
                .strip();
    }

    private static String word(String text, int place) {
        List<String> words = List.of(plain(text).split(" ", -1));
        return place < words.size() ? words.get(place) : "";
    }

    private static String telephone(String number) {
        return number.replaceFirst("^\\+(?:33|590|594|596|262)(?=\\d{9}$)", "0").replace("+", "00");
    }

    private static String date(String written) {
        return written.replaceFirst("(\\d{4})-(\\d\\d)-(\\d\\d)", "$3$2$1");
    }

    /** 1 French, 2 of the European Union, 3 another one, 9 not known. */
    private static String nationality(String country) {
        if (country.isEmpty()) {
            return "9";
        }
        return country.equals("FR") ? "1" : country.matches(EUROPEAN_UNION) ? "2" : "3";
    }
}
