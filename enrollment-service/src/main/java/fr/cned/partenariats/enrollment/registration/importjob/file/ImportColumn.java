package fr.cned.partenariats.enrollment.registration.importjob.file;

import java.text.Normalizer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of the files, with their names in English and French. Accents, case, spaces and signs are ignored. */
public enum ImportColumn {
    REFERENCE("/reference", Type.TEXT, "référence", "référence de l'inscription", "enrollment reference"),
    STUDENT_REFERENCE(
            "/studentReference", Type.TEXT, "référence de l'étudiant", "référence étudiant", "numéro étudiant"),
    NEW_STUDENT_REFERENCE("/student/reference", Type.TEXT, "référence du nouvel étudiant", "new student reference"),
    FAMILY_NAME("/student/familyName", Type.TEXT, "nom de famille", "nom", "family name", "last name", "surname"),
    GIVEN_NAMES("/student/givenNames", Type.TEXT, "prénoms", "prénom", "given names", "given name", "first name"),
    BIRTH_DATE("/student/birthDate", Type.DAY, "date de naissance", "né le", "birth date", "date of birth"),
    BIRTH_PLACE("/student/birthPlace", Type.TEXT, "lieu de naissance", "birth place", "place of birth"),
    EMAIL("/student/email", Type.TEXT, "courriel", "email", "adresse e-mail", "mail", "email address"),
    INE("/student/ine", Type.TEXT, "INE", "numéro INE"),
    DIPLOMA_LEVEL("/student/diplomaLevel", Type.NUMBER, "niveau du diplôme", "niveau de diplôme", "diploma level"),
    HIGH_LEVEL_ATHLETE(
            "/student/situation/highLevelAthlete", Type.YES_NO, "sportif de haut niveau", "high level athlete"),
    APPRENTICE("/student/situation/apprentice", Type.YES_NO, "apprenti", "apprentice"),
    CIVIL_SERVANT("/student/situation/civilServant", Type.YES_NO, "fonctionnaire", "civil servant"),
    PRIORITY_DISTRICT(
            "/student/situation/priorityDistrict", Type.YES_NO, "quartier prioritaire", "QPV", "priority district"),
    PARENT_OF_THREE("/student/situation/parentOfThree", Type.YES_NO, "parent de trois enfants", "parent of three"),
    STUDENT_ID("/studentId", Type.UUID, "identifiant de l'étudiant", "identifiant étudiant", "student id"),
    PARTNER_ID("/partnerId", Type.UUID, "identifiant du partenaire", "partenaire", "partner id", "partner"),
    AGREEMENT_ID("/agreementId", Type.UUID, "identifiant de la convention", "convention", "agreement id", "agreement"),
    OFFERING_ID("/offeringId", Type.UUID, "identifiant de la session", "session", "offering id", "offering"),
    SITE_ID("/siteId", Type.UUID, "identifiant du site", "site", "site id"),
    PREVIOUS_ENROLLMENT_ID("/previousEnrollmentId", Type.UUID, "inscription précédente", "previous enrollment id"),
    DISTINCT_PERSON("/distinctPerson", Type.YES_NO, "personne distincte", "distinct person"),
    FUNDING_KIND("/fundings/#/kind", Type.TEXT, "type de financement", "financement", "funding kind"),
    FUNDER("/fundings/#/funder", Type.TEXT, "financeur", "funder"),
    FUNDING_AMOUNT("/fundings/#/amount", Type.NUMBER, "montant du financement", "montant", "funding amount", "amount"),
    ENROLLMENT_ID(
            "/enrollmentId", Type.UUID, "identifiant de l'inscription", "inscription", "enrollment id", "enrollment"),
    WEEK("/week", Type.TEXT, "semaine"),
    HOURS("/hours", Type.NUMBER, "heures", "nombre d'heures", "number of hours");

    private static final Set<ImportColumn> OF_ATTENDANCE =
            Collections.unmodifiableSet(EnumSet.of(REFERENCE, ENROLLMENT_ID, SITE_ID, WEEK, HOURS));
    private static final Set<ImportColumn> OF_ENROLLMENTS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ENROLLMENT_ID, WEEK, HOURS)));

    /** The parts of the price of one enrollment. */
    public static final int MAX_FUNDINGS = 10;

    /** The columns that a file of rejects adds. They are accepted and ignored. */
    static final List<String> ADDED = List.of("code", "column", "text");

    /** Columns whose field has an ambiguous name without its object. */
    private static final Map<String, String> PREFIXED = Map.of(
            "/student/reference", "newStudentReference",
            "/fundings/#/kind", "fundingKind",
            "/fundings/#/amount", "fundingAmount");

    private static final Set<String> IGNORED = Set.of("", "code", "column", "text");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,2})");

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
    private final List<String> names;

    ImportColumn(String pointer, Type type, String frenchName, String... names) {
        this.pointer = pointer;
        this.type = type;
        this.frenchName = frenchName;
        this.names = Stream.concat(Stream.of(lastOf(pointer), frenchName), Stream.of(names))
                .map(HeaderName::normalized)
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
        String name() {
            String name = PREFIXED.getOrDefault(column.pointer, lastOf(column.pointer));
            return number == 0 ? name : name + (number + 1);
        }
    }

    Type type() {
        return type;
    }

    String frenchName() {
        return frenchName;
    }

    /** A file with students uses {@link #STUDENT_REFERENCE} also for new ones. */
    boolean isInTemplate() {
        return this != NEW_STUDENT_REFERENCE;
    }

    private static Set<ImportColumn> of(ImportKind kind) {
        return switch (kind) {
            case ENROLLMENTS -> OF_ENROLLMENTS;
            case ATTENDANCE -> OF_ATTENDANCE;
        };
    }

    private boolean isRepeatable() {
        return pointer.contains("#");
    }

    static boolean isIgnored(String header) {
        return IGNORED.contains(HeaderName.normalized(header));
    }

    /** The column with this name in a file; null when there is none. */
    static @Nullable Numbered find(ImportKind kind, String header) {
        String name = HeaderName.normalized(header);
        for (ImportColumn column : of(kind)) {
            if (column.names.contains(name)) {
                return new Numbered(column, 0);
            }
            Matcher numbered = NUMBERED.matcher(name);
            if (column.isRepeatable() && numbered.matches() && column.names.contains(numbered.group(1))) {
                int number = Integer.parseInt(numbered.group(2));
                return number < 1 || number > MAX_FUNDINGS ? null : new Numbered(column, number - 1);
            }
        }
        return null;
    }

    /** All columns of a kind, with every number. */
    static List<Numbered> all(ImportKind kind) {
        Set<ImportColumn> columns = of(kind);
        Stream<Numbered> single =
                columns.stream().filter(column -> !column.isRepeatable()).map(column -> new Numbered(column, 0));
        Stream<Numbered> repeated = Stream.iterate(0, number -> number + 1)
                .limit(MAX_FUNDINGS)
                .flatMap(number -> columns.stream()
                        .filter(ImportColumn::isRepeatable)
                        .map(column -> new Numbered(column, number)));
        return Stream.concat(single, repeated).toList();
    }

    private static String lastOf(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    /** A class of its own, because the constants of the enum need it before the enum is initialized. */
    private static final class HeaderName {

        private static final Pattern MARKS = Pattern.compile("\\p{M}");
        private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");

        static String normalized(String header) {
            String plain = MARKS.matcher(Normalizer.normalize(header, Normalizer.Form.NFKD))
                    .replaceAll("")
                    .toLowerCase(Locale.ROOT);
            return SIGNS.matcher(plain).replaceAll("");
        }
    }
}
