package fr.cned.partenariats.enrollment.oneroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OneRosterPackageTest {

    private static final List<String> ABSENT = List.of(
            "categories",
            "classResources",
            "courseResources",
            "lineItemLearningObjectiveIds",
            "lineItems",
            "lineItemScoreScales",
            "resources",
            "resultLearningObjectiveIds",
            "results",
            "resultScoreScales",
            "scoreScales",
            "userProfiles",
            "userResources");

    /** OneRoster CSV Binding 1.2.1. */
    private static final Map<String, String> COLUMNS = Map.of(
            "orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
            "academicSessions.csv",
                    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
            "courses.csv",
                    "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
            "classes.csv",
                    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
            "users.csv",
                    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns",
            "roles.csv",
                    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
            "demographics.csv",
                    "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus",
            "enrollments.csv",
                    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate");

    private static Map<String, String> written(String mode, Consumer<OneRosterPackage> rows) {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        OneRosterPackage written = new OneRosterPackage(zip, mode);
        rows.accept(written);
        written.end();
        return ReceivedPackage.texts(zip.toByteArray());
    }

    /** One row each. */
    private static Map<String, String> written(String mode, OneRosterFile... files) {
        return written(mode, rows -> {
            for (OneRosterFile file : files) {
                rows.write(file, file.columns());
            }
        });
    }

    /** By file, without the ending. */
    private static Map<String, String> modes(Map<String, String> files) {
        Map<String, String> modes = new TreeMap<>();
        ReceivedPackage.manifest(files.get("manifest.csv")).forEach((property, value) -> {
            if (property.startsWith("file.")) {
                modes.put(property.substring("file.".length()), value);
            }
        });
        return modes;
    }

    @Test
    void theManifestNamesTheModeOfEachFileOfTheStandard() {
        for (String mode : List.of("bulk", "delta")) {
            Map<String, String> expected = new TreeMap<>();
            ABSENT.forEach(name -> expected.put(name, "absent"));
            COLUMNS.keySet().forEach(name -> expected.put(name.replace(".csv", ""), mode));
            assertThat(modes(written(mode, OneRosterFile.values()))).isEqualTo(expected);
        }
    }

    @Test
    void aFileWithoutRowsIsAbsent() {
        for (String mode : List.of("bulk", "delta")) {
            Map<String, String> files = written(mode, OneRosterFile.ORGS, OneRosterFile.USERS);
            assertThat(files).containsOnlyKeys("orgs.csv", "users.csv", "manifest.csv");
            Map<String, String> modes = modes(files);
            assertThat(modes).containsEntry("orgs", mode).containsEntry("users", mode);
            modes.keySet().removeAll(List.of("orgs", "users"));
            assertThat(modes.values()).containsOnly("absent");
        }
        Map<String, String> nothing = written(OneRosterPackage.DELTA);
        assertThat(nothing).containsOnlyKeys("manifest.csv");
        assertThat(modes(nothing).values()).containsOnly("absent");
    }

    @Test
    void ownColumnsComeAfterThoseOfTheStandard() {
        Map<String, String> files = written(OneRosterPackage.BULK, OneRosterFile.values());
        files.remove("manifest.csv");
        assertThat(files.keySet()).isEqualTo(COLUMNS.keySet());
        files.forEach((name, text) -> {
            assertThat(text).startsWith(COLUMNS.get(name));
            List<String> columns = ReceivedPackage.lines(text).get(0);
            int standard = COLUMNS.get(name).split(",", -1).length;
            assertThat(columns.subList(standard, columns.size()))
                    .as(name)
                    .allMatch(column -> column.matches("metadata\\.[a-z][A-Za-z]*"));
        });
    }

    @Test
    void aFieldIsQuotedWhereItMustBe() {
        Map<String, String> files = written(
                OneRosterPackage.BULK,
                rows -> rows.write(OneRosterFile.ORGS, List.of("1", "", "", "Lycée \"A\", Brest", "school", "", "")));
        assertThat(files.get("orgs.csv")).endsWith("\r\n1,,,\"Lycée \"\"A\"\", Brest\",school,,\r\n");
    }
}
