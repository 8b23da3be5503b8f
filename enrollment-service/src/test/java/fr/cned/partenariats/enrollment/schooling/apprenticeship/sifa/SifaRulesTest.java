package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.testing.FrenchRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The line of an apprentice, and what SIFA would refuse of it. */
class SifaRulesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\d+ \\| `(\\w+)` \\| (?:`([\\w.]+)`)? *\\| *(yes)? *\\|");

    private static final String APPRENTICE = """
            {"day":"2026-12-31","centreType":"01","sameIne":false,"sameIdentity":false,"byRncp":false,
             "byConvention":true,"abroad":false,
             "student":{"familyName":"L'Hôpital-Œuvrard","givenNames":"Maëlle Anne–Sophie","birthDate":"2004-05-06",
               "email":"m@example.org","ine":"086369926RY","usageName":"Le Bihan","sex":"F","nationality":"BE",
               "birthPlaceCode":"17300","telephone":"+33612345678",
               "address":{"lines":["Bât. « A »; 3","12 rue de l’Île"],"postalCode":"17000","city":"La Rochelle"},
               "sifa":{"trainingYear":"1A","residenceCode":"17300","previousSituation":"31","highestDiploma":"08",
                 "lastYearClass":"3033","lastYearSchool":"0170028N"}},
             "contract":{"id":"01997b5a-5c00-7000-8000-000000000001",
               "studentId":"01997b5a-5c00-7000-8000-000000000002","startsOn":"2026-09-01","endsOn":"2028-08-31",
               "rupturedOn":null,"employerSiret":"35600000049837","hostSchoolStructure":"UFA"},
             "training":{"code":"BTS-MHR","family":"BTS","rncp":"RNCP38362BC01",
               "curriculum":{"diplomaCode":"32033411","durationMonths":24}},
             "offering":{"startsOn":"2026-09-07"},
             "trainingCentre":{"identifiers":{"uai":"0860022G"}},
             "hostSchool":{"identifiers":{"uai":"0170028N"}}}""";

    /** @param changes JSON pointers with their values, with "&" between them; "-" for none */
    private static SifaApprentice apprentice(String changes) throws JsonProcessingException {
        ObjectNode all = (ObjectNode) JSON.readTree(APPRENTICE);
        for (String change : changes.equals("-") ? new String[0] : changes.split(" & ", -1)) {
            int space = change.indexOf(' ');
            JsonPointer pointer = JsonPointer.compile(change.substring(0, space));
            ((ObjectNode) all.at(pointer.head()))
                    .set(pointer.last().getMatchingProperty(), JSON.readTree(change.substring(space + 1)));
        }
        return new SifaApprentice(all);
    }

    private static List<String> findings(String changes) throws JsonProcessingException {
        return SifaCheck.of(apprentice(changes), Locale.ENGLISH).findings().stream()
                .map(finding -> finding.code() + " " + finding.column())
                .toList();
    }

    private static String[] cells(String changes) throws JsonProcessingException {
        return SifaExport.line(apprentice(changes)).strip().split(";", -1);
    }

    private static String cell(String changes, SifaColumn column) throws JsonProcessingException {
        return cells(changes)[List.of(SifaColumn.values()).indexOf(column)];
    }

    @Test
    void aLineHasTheColumnsOfTheInstructions() throws JsonProcessingException {
        assertThat(SifaExport.line(apprentice("-")))
                .isEqualTo("086369926RY;0860022G;01;0170028N;0170028N;UFA;APP;32033411;;24;24;1A;"
                        + "L HOPITAL-OEUVRARD;LE BIHAN;MAELLE;ANNE-SOPHIE;;BAT A 3 12 RUE DE L ILE;17000;17300;"
                        + "0612345678;;;;;m@example.org;;;06052004;17300;2;;;;2;31;08;3033;0170028N;"
                        + ";07092026;01092026;;;;;35600000049837\r\n");
        assertThat(SifaColumn.values()).hasSize(47);
    }

    @Test
    void theWorkspaceHasWordsForEveryField() throws IOException {
        String words = Files.readString(Path.of("../gateway/src/main/resources/web/app/codes.js"));
        assertThat(Stream.of(SifaColumn.values()).map(column -> column.field).filter(field -> !field.isEmpty()))
                .allSatisfy(field -> assertThat(words).contains("    \"" + field + "\": ["));
    }

    @Test
    void aValueCannotBreakTheLine() throws JsonProcessingException {
        assertThat(cell("/student/email \"a;b|c\\u00e9\\n@x.fr\"", SifaColumn.MAIL_JEUNE))
                .isEqualTo("a b c  @x.fr");
        assertThat(cells("/student/familyName \"; | \\\"\"")).hasSize(47);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/student/familyName \"-Ngô--Łuc- ’d’Ær 2\" | NOM | NGO-LUC D AER 2",
                "/student/nationality \"FR\" | NATIO | 1",
                "/student/nationality \"SN\" | NATIO | 3",
                "/student/nationality null | NATIO | 9",
                "/student/sex \"M\" | SEXE | 1",
                "/student/telephone \"+262692123456\" | TEL_JEUNE | 0692123456",
                "/student/telephone \"+3221234567\" | TEL_JEUNE | 003221234567",
                "/student/guardian {\"name\":\"A\",\"email\":\"a@x.fr\"} | MAIL_RESP1 | a@x.fr",
                "/student/guardian {\"name\":\"A\",\"telephone\":\"+33612345678\"} | TEL_RESP1_PERSO | 0612345678",
                "/abroad true | COD_POST | ''",
                "/byConvention false | UAI_EPLE | NC",
                "/byConvention false | NAT_STR_JUR | NC",
                "/byRncp true | DIPLOME | ''",
                "/byRncp true | RNCP | RNCP38362",
                "/contract/rupturedOn \"2026-12-05\" | DATE_RUPT_CONT | 05122026",
                "/contract/endsOn \"2028-08-30\" | DUR_FORM_REELLE | 23",
            })
    void eachColumnHasTheCodesOfSifa(String change, SifaColumn column, String value) throws JsonProcessingException {
        assertThat(cell(change, column)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-",
                "/student/ine null",
                "/byConvention false",
                "/byRncp true & /training/curriculum/diplomaCode null",
                "/student/sifa/lastYearClass \"1009\" & /student/sifa/previousSituation \"11\""
                        + " & /student/sifa/highestDiploma \"05\"",
                "/student/sifa/lastYearClass \"2001\" & /student/sifa/highestDiploma \"10\"",
                "/student/sifa/lastYearClass \"5903\" & /student/sifa/lastYearSchool \"995\"",
                "/student/sifa/residenceCode \"2A004\" & /student/address/postalCode \"20000\"",
                "/student/sifa/residenceCode \"97411\" & /student/address/postalCode \"97400\"",
                "/student/sifa/residenceCode \"97701\" & /student/address/postalCode \"97133\"",
                "/student/sifa/residenceCode \"97801\" & /student/address/postalCode \"97150\"",
                "/student/sifa/residenceCode \"99131\" & /abroad true",
                "/student/birthDate \"2008-06-01\" & /student/sifa/lastYearClass \"4001\"",
                "/student/birthDate \"2012-12-31\"",
                "/training/family \"LICENCE\" & /training/curriculum/durationMonths 36 & /student/sifa/trainingYear \"3P\"",
                "/contract/endsOn \"2030-08-31\"",
            })
    void aRightApprenticePasses(String changes) throws JsonProcessingException {
        assertThat(findings(changes)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/trainingCentre/identifiers/uai null | MISSING NUMERO_UAI",
                "/hostSchool/identifiers/uai null | MISSING SIT_FORM, MISSING UAI_EPLE",
                "/training/curriculum/diplomaCode null | MISSING DIPLOME",
                "/training/curriculum/durationMonths null | MISSING DUR_FORM_THEO",
                "/student/sifa/trainingYear null | MISSING AN_FORM",
                "/student/familyName \"Иванов\" | MISSING NOM",
                "/student/givenNames \"-\" | MISSING PRENOM1",
                "/student/address null | MISSING ADRESSE",
                "/student/birthPlaceCode null | MISSING LIEU_NAIS",
                "/student/sex null | MISSING SEXE",
                "/student/sifa/lastYearClass null | MISSING SIT_N_1",
                "/student/sifa/lastYearSchool null | MISSING ETAB_N_1",
                "/student/sifa null | MISSING AN_FORM, MISSING SIT_N_1, MISSING ETAB_N_1",
                "/student/sifa/lastYearSchool \"0170028A\" | WRONG_UAI ETAB_N_1",
                "/student/email \"m@localhost\" | WRONG_EMAIL MAIL_JEUNE",
                "/student/guardian {\"name\":\"A\",\"email\":\"é@x.fr\"} | WRONG_EMAIL MAIL_RESP1",
                "/training/curriculum/durationMonths 5 | WRONG_DURATION DUR_FORM_THEO, DURATION_OF_DIPLOMA DUR_FORM_THEO",
                "/contract/endsOn \"2027-01-31\" | WRONG_DURATION DUR_FORM_REELLE",
                "/contract/endsOn \"2030-09-30\" | DURATIONS_APART DUR_FORM_REELLE",
                "/training/curriculum/durationMonths 36 | DURATION_OF_DIPLOMA DUR_FORM_THEO",
                "/training/family \"LICENCE\" | DURATION_OF_DIPLOMA DUR_FORM_THEO",
                "/student/sifa/trainingYear \"3A\" | YEAR_OF_TRAINING AN_FORM",
                "/student/birthDate \"2013-01-01\" | AGE DATE_NAIS",
                "/student/birthDate \"1960-12-31\" | AGE DATE_NAIS",
                "/student/birthDate \"2011-06-01\" & /student/sifa/lastYearClass \"5901\" | CLASS_OF_AGE SIT_N_1",
                "/student/birthDate \"2009-06-01\" & /student/sifa/lastYearClass \"4001\" | CLASS_OF_AGE SIT_N_1",
                "/student/birthDate \"2008-06-01\" & /student/sifa/lastYearClass \"4113\" | CLASS_OF_AGE SIT_N_1",
                "/student/sifa/lastYearClass \"5903\" | SCHOOL_NOT_CONCERNED ETAB_N_1",
                "/student/sifa/lastYearSchool \"995\" | SCHOOL_EXPECTED ETAB_N_1",
                "/student/sifa/lastYearClass \"1019\" | SITUATION_OF_CLASS SIT_AV_APP, DIPLOMA_OF_CLASS DIP_OBT",
                "/student/sifa/lastYearClass \"2001\" & /student/sifa/previousSituation \"41\" | SITUATION_OF_CLASS SIT_AV_APP",
                "/student/sifa/lastYearClass \"2001\" & /student/sifa/highestDiploma \"11\" | DIPLOMA_OF_CLASS DIP_OBT",
                "/student/sifa/residenceCode \"29233\" | RESIDENCE COM_RESID",
                "/student/sifa/residenceCode \"99131\" | RESIDENCE COM_RESID",
                "/student/sifa/residenceCode \"97111\" & /student/address/postalCode \"97400\" | RESIDENCE COM_RESID",
                "/sameIne true | TWICE INE_RNIE",
                "/sameIdentity true | TWICE NOM",
            })
    void eachErrorIsNamed(String changes, String expected) throws JsonProcessingException {
        assertThat(String.join(", ", findings(changes))).isEqualTo(expected);
    }

    @Test
    void aTextThatIsTooLongIsNamed() throws JsonProcessingException {
        String line = "\"" + "x".repeat(100) + "\"";
        assertThat(findings("/student/address/lines [" + line + "," + line + "]"))
                .containsExactly("TOO_LONG ADRESSE");
        assertThat(findings("/student/email \"" + "x".repeat(80) + "@example.org\""))
                .containsExactly("TOO_LONG MAIL_JEUNE");
    }

    /** docs/standards.md names exactly these columns, the fields behind them, and the 18 that SIFA requires. */
    @Test
    void theDocumentationHasEveryColumn() throws IOException {
        String page = Files.readString(Path.of("../docs/standards.md"));
        List<String> documented = ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + " " + Objects.requireNonNullElse(row.group(2), "") + " "
                        + Objects.requireNonNullElse(row.group(3), ""))
                .toList();
        assertThat(documented)
                .isEqualTo(Stream.of(SifaColumn.values())
                        .map(column -> column + " " + column.field + " "
                                + (column.required || column == SifaColumn.TYPE_CFA ? "yes" : ""))
                        .toList())
                .filteredOn(row -> row.endsWith("yes"))
                .hasSize(18);
    }

    @ParameterizedTest
    @EnumSource(SifaRule.class)
    void everyRuleHasATextInBothLanguages(SifaRule rule) {
        assertThat(rule.text(Locale.FRENCH)).isNotEqualTo(rule.text(Locale.ENGLISH));
        assertThat(FrenchRules.faults(rule.text(Locale.FRENCH))).isEmpty();
    }
}
