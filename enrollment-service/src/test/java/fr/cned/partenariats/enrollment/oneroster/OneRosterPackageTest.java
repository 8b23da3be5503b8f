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

    @Test
    void theManifestIsTheFirstFileAndNamesTheModeOfEachFileOfTheStandard() {
        for (String mode : List.of("bulk", "delta")) {
            Map<String, String> files = written(mode, none -> {});
            assertThat(files.keySet().iterator().next()).isEqualTo("manifest.csv");
            Map<String, String> expected = new TreeMap<>();
            ABSENT.forEach(name -> expected.put("file." + name, "absent"));
            COLUMNS.keySet().forEach(name -> expected.put("file." + name.replace(".csv", ""), mode));
            Map<String, String> named = new TreeMap<>(ReceivedPackage.manifest(files.get("manifest.csv")));
            named.keySet().removeIf(property -> !property.startsWith("file."));
            assertThat(named).isEqualTo(expected);
        }
    }

    @Test
    void ownColumnsComeAfterThoseOfTheStandard() {
        Map<String, String> files = written(OneRosterPackage.BULK, none -> {});
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
        assertThat(ReceivedPackage.lines(files.get("users.csv"))).hasSize(1);
    }
}
