package fr.cned.partenariats.enrollment.registration.importjob.file;

import fr.cned.partenariats.enrollment.student.PostalAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of the files, with their names in English and French. Accents, case, spaces and signs are ignored. */
public enum ImportColumn {
    REFERENCE("/reference", Type.TEXT, List.of("référence", "référence de l'inscription"), "enrollment reference"),
    STUDENT_REFERENCE(
            "/studentReference",
            Type.TEXT,
            List.of("référence de l'étudiant", "référence étudiant", "numéro étudiant")),
    NEW_STUDENT_REFERENCE(
            "/student/reference", Type.TEXT, List.of("référence du nouvel étudiant"), "new student reference"),
    FAMILY_NAME("/student/familyName", Type.TEXT, List.of("nom de famille", "nom"), "last name", "surname"),
    GIVEN_NAMES("/student/givenNames", Type.TEXT, List.of("prénoms", "prénom"), "given name", "first name"),
    BIRTH_DATE("/student/birthDate", Type.DAY, List.of("date de naissance", "né le", "née le"), "date of birth"),
    BIRTH_PLACE("/student/birthPlace", Type.TEXT, List.of("lieu de naissance"), "place of birth"),
    EMAIL("/student/email", Type.TEXT, List.of("courriel", "adresse e-mail", "email", "mail"), "mail", "email address"),
    INE("/student/ine", Type.TEXT, List.of("INE", "numéro INE")),
    DIPLOMA_LEVEL("/student/diplomaLevel", Type.NUMBER, List.of("niveau du diplôme", "niveau de diplôme")),
    HIGH_LEVEL_ATHLETE("/student/situation/highLevelAthlete", Type.YES_NO, List.of("sportif de haut niveau")),
    APPRENTICE("/student/situation/apprentice", Type.YES_NO, List.of("apprenti")),
    CIVIL_SERVANT("/student/situation/civilServant", Type.YES_NO, List.of("fonctionnaire")),
    PRIORITY_DISTRICT("/student/situation/priorityDistrict", Type.YES_NO, List.of("quartier prioritaire", "QPV")),
    PARENT_OF_THREE("/student/situation/parentOfThree", Type.YES_NO, List.of("parent de trois enfants")),
    USAGE_NAME("/student/usageName", Type.TEXT, List.of("nom d'usage", "nom usuel")),
    SEX("/student/sex", Type.TEXT, List.of("sexe", "civilité"), "gender"),
    NATIONALITY("/student/nationality", Type.TEXT, List.of("nationalité")),
    BIRTH_PLACE_CODE(
            "/student/birthPlaceCode",
            Type.TEXT,
            List.of("code Insee de naissance", "code Insee du lieu de naissance")),
    TELEPHONE(
            "/student/telephone",
            Type.TEXT,
            List.of("téléphone", "numéro de téléphone", "portable"),
            "phone",
            "phone number"),
    ADDRESS_LINE("/student/address/lines/#", Type.TEXT, List.of("adresse", "adresse postale"), "address"),
    POSTAL_CODE("/student/address/postalCode", Type.TEXT, List.of("code postal"), "postcode"),
    CITY("/student/address/city", Type.TEXT, List.of("ville", "commune")),
    COUNTRY("/student/address/country", Type.TEXT, List.of("pays")),
    GUARDIAN_NAME(
            "/student/guardian/name", Type.TEXT, List.of("responsable légal", "nom du responsable légal"), "guardian"),
    GUARDIAN_EMAIL("/student/guardian/email", Type.TEXT, List.of("courriel du responsable légal")),
    GUARDIAN_TELEPHONE("/student/guardian/telephone", Type.TEXT, List.of("téléphone du responsable légal")),
    TRAINING_YEAR("/student/sifa/trainingYear", Type.TEXT, List.of("année de formation"), "AN_FORM"),
    RESIDENCE_CODE("/student/sifa/residenceCode", Type.TEXT, List.of("code Insee de résidence"), "COM_RESID"),
    PREVIOUS_SITUATION(
            "/student/sifa/previousSituation", Type.TEXT, List.of("situation avant l'apprentissage"), "SIT_AV_APP"),
    HIGHEST_DIPLOMA("/student/sifa/highestDiploma", Type.TEXT, List.of("dernier diplôme obtenu"), "DIP_OBT"),
    LAST_YEAR_CLASS("/student/sifa/lastYearClass", Type.TEXT, List.of("classe de l'année précédente"), "SIT_N_1"),
    LAST_YEAR_SCHOOL(
            "/student/sifa/lastYearSchool", Type.TEXT, List.of("établissement de l'année précédente"), "ETAB_N_1"),
    STUDENT_ID("/studentId", Type.UUID, List.of("identifiant de l'étudiant", "identifiant étudiant")),
    PARTNER_ID("/partnerId", Type.UUID, List.of("identifiant du partenaire", "partenaire"), "partner"),
    /** The id, or the number. */
    AGREEMENT_ID(
            "/agreementId",
            Type.UUID,
            List.of("convention", "numéro de la convention", "numéro de convention", "identifiant de la convention"),
            "agreement",
            "agreement number"),
    TRAINING_CODE(
            "/trainingCode", Type.TEXT, List.of("formation", "code de la formation", "code formation"), "training"),
    ACADEMIC_YEAR("/academicYear", Type.TEXT, List.of("année universitaire", "année")),
    MODALITY("/modality", Type.TEXT, List.of("modalité")),
    OFFERING_STARTS_ON(
            "/offeringStartsOn", Type.DAY, List.of("début de la session", "date de début"), "offering start"),
    OFFERING_ID("/offeringId", Type.UUID, List.of("identifiant de la session", "session"), "offering"),
    /** The id, or the name. */
    SITE_ID("/siteId", Type.UUID, List.of("site", "nom du site", "identifiant du site"), "site", "site name"),
    PREVIOUS_ENROLLMENT_ID("/previousEnrollmentId", Type.UUID, List.of("inscription précédente")),
    DISTINCT_PERSON("/distinctPerson", Type.YES_NO, List.of("personne distincte")),
    FUNDING_KIND("/fundings/#/kind", Type.TEXT, List.of("type de financement", "financement"), "kind"),
    FUNDER("/fundings/#/funder", Type.TEXT, List.of("financeur")),
    FUNDING_AMOUNT("/fundings/#/amount", Type.NUMBER, List.of("montant du financement", "montant"), "amount"),
    REGISTERED_ON("/registeredOn", Type.DAY, List.of("inscrit le", "inscrite le", "date d'inscription")),
    STARTED_ON("/startedOn", Type.DAY, List.of("commencé le", "commencée le")),
    STATE("/state", Type.TEXT, List.of("état")),
    ENDED_ON("/endedOn", Type.DAY, List.of("terminé le", "terminée le")),
    ENROLLMENT_ID("/enrollmentId", Type.UUID, List.of("identifiant de l'inscription", "inscription"), "enrollment"),
    WEEK("/week", Type.TEXT, List.of("semaine")),
    HOURS("/hours", Type.NUMBER, List.of("heures", "nombre d'heures"), "number of hours"),
    ACTION("/action", Type.TEXT, List.of("action", "opération")),
    EFFECTIVE_ON("/effectiveOn", Type.DAY, List.of("date", "date d'effet"), "date"),
    REASON("/reason", Type.TEXT, List.of("motif", "raison")),
    MENTION("/mention", Type.TEXT, List.of("mention")),
    SCORE("/score", Type.NUMBER, List.of("moyenne", "note"), "mark"),
    EXAM_SESSION("/examSession", Type.TEXT, List.of("session d'examen")),
    ACADEMY("/academy", Type.TEXT, List.of("académie")),
    DECIDED_ON("/decidedOn", Type.DAY, List.of("décision du jury", "jury du", "décidé le")),
    ECTS("/ects", Type.NUMBER, List.of("crédits ECTS")),
    /** Of a result, not of a week. */
    RESULT_HOURS("/hours", Type.NUMBER, List.of("heures suivies", "heures")),
    REMOTE_STATE("/remoteState", Type.TEXT, List.of("état chez le partenaire")),
    OTHER_CODE_TYPE("/otherCodeType", Type.TEXT, List.of("type de code")),
    OTHER_CODE("/otherCode", Type.TEXT, List.of("autre code"));

    private static final Set<ImportColumn> ONLY_OF_CHANGES =
            Collections.unmodifiableSet(EnumSet.range(ACTION, OTHER_CODE));
    private static final Set<ImportColumn> OF_ATTENDANCE = ofRegistered(EnumSet.of(WEEK, HOURS));
    private static final Set<ImportColumn> OF_CHANGES = ofRegistered(ONLY_OF_CHANGES);
    private static final Set<ImportColumn> OF_ENROLLMENTS = ofEnrollments();
    private static final Set<ImportColumn> OF_PAPERS =
            Collections.unmodifiableSet(EnumSet.of(ENROLLMENT_ID, ACTION, WEEK));

    /** With the columns that name a registered enrollment and a site. */
    private static Set<ImportColumn> ofRegistered(Set<ImportColumn> others) {
        EnumSet<ImportColumn> columns = EnumSet.of(
                REFERENCE, ENROLLMENT_ID, STUDENT_REFERENCE, TRAINING_CODE, ACADEMIC_YEAR, PARTNER_ID, SITE_ID);
        columns.addAll(others);
        return Collections.unmodifiableSet(columns);
    }

    private static Set<ImportColumn> ofEnrollments() {
        EnumSet<ImportColumn> others = EnumSet.of(ENROLLMENT_ID, WEEK, HOURS);
        others.addAll(ONLY_OF_CHANGES);
        return Collections.unmodifiableSet(EnumSet.complementOf(others));
    }

    private static final Set<ImportColumn> OF_PAST =
            Collections.unmodifiableSet(EnumSet.of(REGISTERED_ON, STARTED_ON, STATE, ENDED_ON));

    /** The parts of the price of one enrollment. */
    public static final int MAX_FUNDINGS = 10;

    /** The columns that a file of rejects adds. They are accepted and ignored. */
    private static final List<String> ADDED = List.of("code", "column", "text");

    private static final List<String> ADDED_IN_FRENCH = List.of("code", "colonne", "texte");

    private static final Set<String> IGNORED = Set.of("", "code", "column", "text", "colonne", "texte");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}$");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,2})");

    private static final Map<ImportKind, Map<String, ImportColumn>> BY_NAME = Stream.of(ImportKind.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ImportColumn::byName));

    /** How the cells of a column are written. */
    enum Type {
        TEXT,
        UUID,
        DAY,
        NUMBER,
        YES_NO
    }

    private final String pointer;
    private final Type type;
    private final String frenchName;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> french;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> english;

    /** @param french the first one is in the template */
    ImportColumn(String pointer, Type type, List<String> french, String... english) {
        this.pointer = pointer;
        this.type = type;
        this.frenchName = french.get(0);
        this.french = french.stream().map(PlainName::of).toList();
        this.english = Stream.concat(Stream.of(Names.of(pointer)), Stream.of(english))
                .map(PlainName::of)
                .toList();
    }

    /**
     * A column of a file.
     *
     * @param number which of the fundings; 0 for other columns
     */
    record Numbered(ImportColumn column, int number) {

        public String pointer() {
            return column.pointer.replace("#", Integer.toString(number));
        }

        /** The name in the template. */
        String name(Locale language) {
            String name = language.equals(Locale.FRENCH) ? column.frenchName : Names.of(column.pointer);
            return number == 0 ? name : name + (number + 1);
        }

        /** Positive for a French name of the column, negative for an English one, 0 for one of both languages. */
        int languageOf(String plainName) {
            String name = NUMBER.matcher(plainName).replaceFirst("");
            return Boolean.compare(column.french.contains(name), column.english.contains(name));
        }
    }

    Type type() {
        return type;
    }

    /** A file with students uses {@link #STUDENT_REFERENCE} also for new ones. Only the office loads the past. */
    boolean isInTemplate() {
        return this != NEW_STUDENT_REFERENCE && !OF_PAST.contains(this);
    }

    private static Set<ImportColumn> of(ImportKind kind) {
        return switch (kind) {
            case ENROLLMENTS -> OF_ENROLLMENTS;
            case ATTENDANCE -> OF_ATTENDANCE;
            case CHANGES -> OF_CHANGES;
            case PAPERS -> OF_PAPERS;
        };
    }

    static List<String> added(Locale language) {
        return language.equals(Locale.FRENCH) ? ADDED_IN_FRENCH : ADDED;
    }

    private boolean isRepeatable() {
        return pointer.contains("#");
    }

    private int repeats() {
        if (this == ADDRESS_LINE) {
            return PostalAddress.MAX_LINES;
        }
        return isRepeatable() ? MAX_FUNDINGS : 1;
    }

    static boolean isIgnored(String plainName) {
        return IGNORED.contains(plainName);
    }

    /** The column with this {@link PlainName} in a file; null when there is none. */
    static @Nullable Numbered find(ImportKind kind, String plainName) {
        Map<String, ImportColumn> named = Objects.requireNonNull(BY_NAME.get(kind));
        ImportColumn exact = named.get(plainName);
        if (exact != null) {
            return new Numbered(exact, 0);
        }
        Matcher numbered = NUMBERED.matcher(plainName);
        ImportColumn repeated = numbered.matches() ? named.get(numbered.group(1)) : null;
        if (repeated == null || !repeated.isRepeatable()) {
            return null;
        }
        int number = Integer.parseInt(numbered.group(2));
        return number < 1 || number > repeated.repeats() ? null : new Numbered(repeated, number - 1);
    }

    private static Map<String, ImportColumn> byName(ImportKind kind) {
        Map<String, ImportColumn> named = new HashMap<>();
        of(kind).forEach(column -> Stream.concat(column.french.stream(), column.english.stream())
                .forEach(name -> named.putIfAbsent(name, column)));
        return Map.copyOf(named);
    }

    /** All columns of a kind, with every number. */
    static List<Numbered> all(ImportKind kind) {
        return Stream.iterate(0, number -> number + 1)
                .limit(MAX_FUNDINGS)
                .flatMap(number -> of(kind).stream()
                        .filter(column -> number < column.repeats())
                        .map(column -> new Numbered(column, number)))
                .toList();
    }

    /** The English names: that of the field, or another one for a field that is ambiguous without its object. */
    private static final class Names {

        private static final Map<String, String> OTHERS = Map.of(
                "/student/reference", "newStudentReference",
                "/student/address/lines/#", "addressLine",
                "/student/guardian/name", "guardianName",
                "/student/guardian/email", "guardianEmail",
                "/student/guardian/telephone", "guardianTelephone",
                "/fundings/#/kind", "fundingKind",
                "/fundings/#/amount", "fundingAmount");

        static String of(String pointer) {
            String other = OTHERS.get(pointer);
            return other == null ? pointer.substring(pointer.lastIndexOf('/') + 1) : other;
        }
    }
}
