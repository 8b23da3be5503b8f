package fr.cned.partenariats.enrollment.oneroster;

import java.util.List;

/** The files of a package that can have rows. Own columns come after those of the standard. */
enum OneRosterFile {
    ORGS("orgs", "name,type,identifier,parentSourcedId"),
    ACADEMIC_SESSIONS("academicSessions", "title,type,startDate,endDate,parentSourcedId,schoolYear"),
    COURSES(
            "courses",
            "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes,"
                    + "metadata.rncp,metadata.level"),
    CLASSES(
            "classes",
            "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
                    + "subjectCodes,periods,metadata.startsOn,metadata.endsOn,metadata.modality"),
    USERS(
            "users",
            "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,"
                    + "grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
                    + "preferredFamilyName,primaryOrgSourcedId,pronouns"),
    ROLES("roles", "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId"),
    DEMOGRAPHICS(
            "demographics",
            "birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,"
                    + "nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
                    + "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
                    + "publicSchoolResidenceStatus"),
    ENROLLMENTS(
            "enrollments",
            "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate,"
                    + "metadata.siteSourcedId,metadata.state");

    private final String fileName;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> columns;

    OneRosterFile(String fileName, String columns) {
        this.fileName = fileName;
        this.columns = List.of(("sourcedId,status,dateLastModified," + columns).split(",", -1));
    }

    String fileName() {
        return fileName;
    }

    List<String> columns() {
        return columns;
    }
}
