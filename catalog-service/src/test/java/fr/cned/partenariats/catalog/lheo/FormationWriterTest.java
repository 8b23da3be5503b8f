package fr.cned.partenariats.catalog.lheo;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.catalog.lheo.LheoTraining.Session;
import fr.cned.partenariats.catalog.offering.OfferingState;
import fr.cned.partenariats.catalog.training.Curriculum;
import fr.cned.partenariats.catalog.training.Exemption;
import fr.cned.partenariats.catalog.training.Family;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.SkillBlock;
import fr.cned.partenariats.catalog.training.StudyPath;
import fr.cned.partenariats.catalog.training.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormationWriterTest {

    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z][\\w-]*)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([\\w-]+)[^`]*`");

    private final List<String> gaps = new ArrayList<>();

    private static Session session(Modality modality, OfferingState state, String price, String... networks) {
        return new Session(
                UUID.randomUUID(),
                modality,
                state,
                null,
                LocalDate.of(2026, 12, 31),
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2027, 6, 30),
                20,
                new BigDecimal(price),
                List.of(networks));
    }

    private static Curriculum curriculum() {
        return withBlocks(new SkillBlock("RNCP38362BC01", "Relation client"));
    }

    private static Curriculum withBlocks(SkillBlock... blocks) {
        return new Curriculum(
                "Obtenir le diplôme.",
                StudyPath.INDIVIDUAL,
                "À son rythme",
                "Une semaine sur trois",
                List.of("80006", "81050"),
                "32031213",
                24,
                List.of("fr"),
                LocalDate.of(2026, 1, 1),
                null,
                "BTS",
                List.of(blocks));
    }

    private static LheoTraining training(
            @Nullable String rncp, @Nullable String text, Curriculum curriculum, Session... sessions) {
        return new LheoTraining(
                UUID.randomUUID(),
                "BTS-MCO",
                "BTS « MCO » & <suite>",
                Family.BTS,
                TrainingState.PUBLISHED,
                5,
                rncp,
                1_200,
                List.of(Modality.DISTANCE, Modality.HYBRID),
                true,
                4,
                List.of(Exemption.HIGH_LEVEL_ATHLETE),
                "312",
                List.of("D1401", "D1402", "D1403", "D1404", "D1405", "D1406"),
                List.of("34582"),
                text,
                text,
                curriculum,
                List.of(sessions));
    }

    private static LheoTraining complete() {
        return training(
                "RNCP38362",
                "Vendre.",
                curriculum(),
                session(Modality.DISTANCE, OfferingState.OPEN, "890.00"),
                session(Modality.DISTANCE, OfferingState.CLOSED, "890.00"),
                session(Modality.DISTANCE, OfferingState.PLANNED, "99999999.99"),
                session(Modality.HYBRID, OfferingState.OPEN, "890.00", "CAMPUS_CONNECTES", "DIGITALES_ACADEMIES"));
    }

    private String document(LheoTraining... trainings) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LheoXml xml = LheoXml.to(written);
        Organisation cned = OrganisationCheckTest.organisation(Map.of("contact.telephone", "05 49 49 94 94"));
        FormationWriter writer = new FormationWriter(xml, cned, (code, element) -> gaps.add(code + " " + element));
        xml.document(() -> xml.group("offres", () -> List.of(trainings).forEach(writer::write)), "info", "test");
        LheoSchema.assertValid(new ByteArrayInputStream(written.toByteArray()));
        return written.toString(StandardCharsets.UTF_8);
    }

    private static int count(String document, String part) {
        return document.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void anActionIsOneModalityAndPriceAndASessionIsOneOffering() {
        String document = document(complete());
        assertThat(count(document, "<action>")).isEqualTo(3);
        assertThat(count(document, "<session ")).isEqualTo(4);
        assertThat(document)
                .contains("<modalites-enseignement>1</modalites-enseignement>")
                .contains("<prix-total-TTC>890.00</prix-total-TTC>")
                .contains("<prix-total-TTC>100000000</prix-total-TTC>")
                .contains("<debut>20260901</debut><fin>20270630</fin>")
                .contains("<debut>00000000</debut><fin>20261231</fin>")
                .contains("<etat-recrutement>3</etat-recrutement>")
                .contains("<code-RNCP>RNCP38362</code-RNCP>")
                .contains("<validation-blocs>1</validation-blocs>")
                .containsOnlyOnce("Réservée aux réseaux : CAMPUS_CONNECTES, DIGITALES_ACADEMIES<")
                .contains("<code-niveau-entree>14</code-niveau-entree>")
                .contains("<code-niveau-sortie>15</code-niveau-sortie>")
                .contains("sauf pour : sportif de haut niveau")
                .contains("<region>75</region>");
        assertThat(gaps).containsExactly("CODES_LEFT_OUT code-ROME");
    }

    @Test
    void signsOfXmlAreEscapedAndControlCharactersRemoved() {
        String document = document(training(
                null,
                "a\u0000b\u0007c\uD800d \uD83C\uDF93 é <x> & \"y\"\r\nfin",
                curriculum(),
                session(Modality.DISTANCE, OfferingState.OPEN, "0.00")));
        assertThat(document)
                .contains("<objectif-formation>abcd \uD83C\uDF93 é &lt;x&gt; &amp; \"y\"\nfin</objectif-formation>")
                .contains("<intitule-formation>BTS « MCO » &amp; &lt;suite&gt;</intitule-formation>")
                .contains("<certifiante>0</certifiante>");
    }

    @Test
    void aLongTextEndsAtAWord() {
        String document = document(training(
                null, "mot ".repeat(1_250), curriculum(), session(Modality.DISTANCE, OfferingState.OPEN, "1.00")));
        assertThat(document).contains(" mot…</objectif-formation>");
        assertThat(gaps).contains("TEXT_SHORTENED objectif-formation", "TEXT_SHORTENED contenu-formation");
        assertThat(LheoXml.shortened("x".repeat(20), 10)).isEqualTo("x".repeat(9) + "…");
        assertThat(LheoXml.shortened("\uD83C\uDF93".repeat(20), 10)).isEqualTo("\uD83C\uDF93".repeat(4) + "…");
        assertThat(LheoXml.shortened("un deux trois", 13)).isEqualTo("un deux trois");
        assertThat(LheoXml.shortened("un deux trois", 12)).isEqualTo("un deux…");
    }

    @Test
    void whatIsMissingIsNamed() {
        String document =
                document(training(null, null, Curriculum.NONE, session(Modality.ON_SITE, OfferingState.OPEN, "1.00")));
        assertThat(document)
                .contains("<objectif-formation>Non communiqué</objectif-formation>")
                .contains("<code-public-vise ref=\"V14\">80006</code-public-vise>")
                .contains("<parcours-de-formation>4</parcours-de-formation>");
        assertThat(gaps)
                .containsExactlyInAnyOrder(
                        "CODES_LEFT_OUT code-ROME",
                        "TEXT_MISSING objectif-formation",
                        "TEXT_MISSING resultats-attendus",
                        "TEXT_MISSING contenu-formation",
                        "CODE_MISSING parcours-de-formation",
                        "CODE_MISSING code-public-vise",
                        "TEXT_MISSING rythme-formation",
                        "TEXT_MISSING modalites-alternance");
    }

    @Test
    void aBlockIsAPartOfItsCertification() {
        assertThat(document(training(
                        "RNCP38362BC02", "x", Curriculum.NONE, session(Modality.DISTANCE, OfferingState.OPEN, "1.00"))))
                .contains("<code-RNCP>RNCP38362</code-RNCP>")
                .contains("<validation-blocs>0</validation-blocs>")
                .contains("<reference-code-RNCP>RNCP38362</reference-code-RNCP>")
                .contains("<code-bloc>RNCP38362BC02</code-bloc>");
    }

    @Test
    void blocksOfSeveralCertificationsAreApart() {
        Curriculum several = withBlocks(
                new SkillBlock("RNCP38362BC01", "Relation client"),
                new SkillBlock("RNCP1BC01", "Ailleurs"),
                new SkillBlock("RNCP38362BC02", "\u2003"));
        Session open = session(Modality.DISTANCE, OfferingState.OPEN, "1.00");
        assertThat(document(training("RNCP38362", "x", several, open)))
                .contains("<blocs-competences><validation-blocs>1</validation-blocs><reference-certification>"
                        + "<reference-code-RNCP>RNCP38362</reference-code-RNCP></reference-certification>"
                        + "<bloc-competences><libelle-bloc>Relation client</libelle-bloc>"
                        + "<code-bloc>RNCP38362BC01</code-bloc></bloc-competences>"
                        + "<bloc-competences><libelle-bloc>RNCP38362BC02</libelle-bloc>"
                        + "<code-bloc>RNCP38362BC02</code-bloc></bloc-competences></blocs-competences>"
                        + "<blocs-competences><validation-blocs>0</validation-blocs><reference-certification>"
                        + "<reference-code-RNCP>RNCP1</reference-code-RNCP>");
        assertThat(document(training(null, "x", several, open)))
                .doesNotContain("<validation-blocs>1</validation-blocs>");
    }

    @Test
    void aRemovedTrainingHasOneClosedSessionWithoutDays() {
        assertThat(document(training(null, "x", curriculum())))
                .contains("<formation numero=\"BTS-MCO\" tag=\"supprimee\">")
                .contains("<session><periode><debut>00000000</debut><fin>99999999</fin></periode>")
                .contains("<etat-recrutement>2</etat-recrutement>");
    }

    /** docs/standards.md names exactly the elements that the code writes. */
    @Test
    void theMappingTableHasEveryElementAndNoOther() throws IOException {
        Set<String> written = new TreeSet<>();
        ELEMENT.matcher(document(complete())).results().forEach(element -> written.add(element.group(1)));
        String page = Files.readString(Path.of("../docs/standards.md"));
        String mapping = page.substring(page.indexOf("### Mapping"), page.indexOf("### Not served"));
        Set<String> documented = new TreeSet<>();
        ROW.matcher(mapping)
                .results()
                .forEach(row -> NAME.matcher(row.group(1)).results().forEach(name -> documented.add(name.group(1))));
        assertThat(documented).isEqualTo(written);
    }
}
