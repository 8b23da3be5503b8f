package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.catalog.lheo.LheoTraining.Session;
import fr.cned.partenariats.catalog.offering.OfferingState;
import fr.cned.partenariats.catalog.training.Curriculum;
import fr.cned.partenariats.catalog.training.Family;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.SkillBlock;
import fr.cned.partenariats.catalog.training.StudyPath;
import fr.cned.partenariats.commons.base.codes.Region;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes trainings as {@code formation} of LHEO 2.3: one action for each modality and price, one session for each
 * offering. docs/standards.md has the mapping. The order of the elements is that of the schema.
 */
final class FormationWriter {

    private static final int LONGEST_LINE = 255;
    private static final int LONGEST_TEXT = 3_000;
    private static final int LONGEST_PRICE = 10;
    private static final int MOST_CODES = 5;
    private static final String FORMACODE_VERSION = "V14";
    private static final String ROME_VERSION = "V4";

    /** Formacode of everybody. */
    private static final String ANY_AUDIENCE = "80006";

    private static final String NOT_KNOWN = "Non communiqué";
    private static final String NO_START = "00000000";
    private static final String NO_END = "99999999";

    /** The codes of levels 1 to 8 begin with 11. */
    private static final int BEFORE_LEVEL_ONE = 10;

    private static final int NO_SPECIFIC_LEVEL = 1;
    private static final int FOR_CERTIFICATION = 6;
    private static final int FOR_PREPARATION = 8;
    private static final int OF_RECEPTION = 4;
    private static final int RECRUITMENT_CLOSED = 2;

    private final LheoXml xml;
    private final Organisation cned;
    private final BiConsumer<LheoGapCode, String> gaps;

    private record ActionKey(Modality modality, @Nullable BigDecimal price) {}

    /** @param gaps takes a reason and the element that it is about */
    FormationWriter(LheoXml xml, Organisation cned, BiConsumer<LheoGapCode, String> gaps) {
        this.xml = xml;
        this.cned = cned;
        this.gaps = gaps;
    }

    void write(LheoTraining training) {
        xml.group(
                "formation",
                () -> writeFormation(training),
                "numero",
                training.code(),
                "tag",
                training.isRemoved() ? "supprimee" : null);
    }

    private void writeFormation(LheoTraining training) {
        Curriculum curriculum = training.curriculum();
        String certification = training.certification();
        xml.group("domaine-formation", () -> {
            writeCodes("code-FORMACODE", training.formacode(), FORMACODE_VERSION);
            xml.element("code-NSF", training.nsf());
            writeCodes("code-ROME", training.rome(), ROME_VERSION);
        });
        writeText("intitule-formation", training.title(), LONGEST_LINE);
        writeText("objectif-formation", training.objectives(), LONGEST_TEXT);
        writeText(
                "resultats-attendus",
                curriculum.expectedResults() == null ? curriculum.certificationTitle() : curriculum.expectedResults(),
                LONGEST_TEXT);
        writeText("contenu-formation", training.content(), LONGEST_TEXT);
        xml.element("certifiante", flag(certification != null));
        xml.group("contact-formation", this::writeContact);
        StudyPath path = curriculum.path();
        reportIf(path == null, LheoGapCode.CODE_MISSING, "parcours-de-formation");
        xml.element("parcours-de-formation", path == null ? StudyPath.MIXED.lheo() : path.lheo());
        xml.element("code-niveau-entree", training.minLevel() == null ? NO_SPECIFIC_LEVEL : level(training.minLevel()));
        if (certification != null) {
            xml.element("objectif-general-formation", FOR_CERTIFICATION);
            xml.group("certification", () -> xml.element("code-RNCP", certification));
        } else if (training.family() == Family.CONCOURS) {
            xml.element("objectif-general-formation", FOR_PREPARATION);
        }
        xml.element("code-niveau-sortie", training.level() == null ? null : level(training.level()));
        writeActions(training);
        xml.group("organisme-formation-responsable", this::writeOrganisation);
    }

    private void writeCodes(String element, List<String> codes, String version) {
        reportIf(codes.size() > MOST_CODES, LheoGapCode.CODES_LEFT_OUT, element);
        codes.stream().limit(MOST_CODES).forEach(code -> xml.element(element, code, "ref", version));
    }

    private void writeText(String element, @Nullable String text, int longest) {
        String known = orNotKnown(text, element);
        reportIf(known.length() > longest, LheoGapCode.TEXT_SHORTENED, element);
        xml.element(element, LheoXml.shortened(known, longest));
    }

    private String orNotKnown(@Nullable String text, String element) {
        String clean = text == null ? "" : LheoXml.clean(text);
        reportIf(clean.isEmpty(), LheoGapCode.TEXT_MISSING, element);
        return clean.isEmpty() ? NOT_KNOWN : clean;
    }

    private void reportIf(boolean condition, LheoGapCode code, String element) {
        if (condition) {
            gaps.accept(code, element);
        }
    }

    private static int level(int french) {
        return BEFORE_LEVEL_ONE + french;
    }

    /** The actions of a training share what can be missing, so that it is reported once. */
    private void writeActions(LheoTraining training) {
        Curriculum curriculum = training.curriculum();
        String alternation = curriculum.alternation();
        String rhythm = orNotKnown(curriculum.rhythm(), "rythme-formation");
        String alternates = alternation == null && !training.apprenticeship()
                ? "Sans alternance"
                : orNotKnown(alternation, "modalites-alternance");
        reportIf(curriculum.audiences().isEmpty(), LheoGapCode.CODE_MISSING, "code-public-vise");
        Map<ActionKey, List<Session>> actions = training.shown().stream()
                .collect(Collectors.groupingBy(
                        offering -> new ActionKey(offering.modality(), offering.price()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (actions.isEmpty()) {
            actions.put(new ActionKey(training.modalities().get(0), null), List.of());
        }
        actions.forEach(
                (key, sessions) -> xml.group("action", () -> writeAction(training, key, sessions, rhythm, alternates)));
    }

    private void writeAction(
            LheoTraining training, ActionKey key, List<Session> sessions, String rhythm, String alternates) {
        Curriculum curriculum = training.curriculum();
        List<String> audiences = curriculum.audiences().isEmpty() ? List.of(ANY_AUDIENCE) : curriculum.audiences();
        xml.element("rythme-formation", rhythm);
        audiences.forEach(audience -> xml.element("code-public-vise", audience, "ref", FORMACODE_VERSION));
        xml.element("niveau-entree-obligatoire", flag(training.minLevel() != null));
        xml.element("modalites-alternance", alternates);
        xml.element("modalites-enseignement", teaching(key.modality()));
        xml.element("conditions-specifiques", conditions(training));
        xml.element("prise-en-charge-frais-possible", flag(training.rncp() != null || training.apprenticeship()));
        xml.element("modalites-entrees-sorties", flag(sessions.stream().anyMatch(Session::hasLateEntries)));
        if (sessions.isEmpty()) {
            xml.group("session", this::writeNoSession);
        }
        sessions.forEach(session -> xml.group(
                "session",
                () -> writeSession(training, session),
                "numero",
                session.id().toString()));
        curriculum.languages().forEach(language -> xml.element("langue-formation", language));
        xml.element("prix-total-TTC", key.price() == null ? null : price(key.price()));
        xml.element(
                "duree-indicative", curriculum.durationMonths() == null ? null : curriculum.durationMonths() + " mois");
        xml.element("nombre-heures-total", training.durationHours());
    }

    private static int teaching(Modality modality) {
        return switch (modality) {
            case ON_SITE -> 0;
            case HYBRID -> 1;
            case DISTANCE -> 2;
        };
    }

    private static String conditions(LheoTraining training) {
        if (training.minLevel() == null) {
            return "aucune"; // the word of LHEO
        }
        String exempt = training.exemptions().stream()
                .map(exemption -> switch (exemption) {
                    case HIGH_LEVEL_ATHLETE -> "sportif de haut niveau";
                    case PARENT_OF_THREE -> "parent de trois enfants";
                })
                .collect(Collectors.joining(", "));
        return "Diplôme de niveau " + training.minLevel() + " exigé"
                + (exempt.isEmpty() ? "" : ", sauf pour : " + exempt);
    }

    private static String price(BigDecimal price) {
        String exact = price.toPlainString();
        return exact.length() <= LONGEST_PRICE
                ? exact
                : price.setScale(0, RoundingMode.HALF_UP).toPlainString();
    }

    private void writeSession(LheoTraining training, Session session) {
        writePeriod(session.startsOn(), session.endsOn());
        xml.group("adresse-inscription", this::writeAddress);
        if (!session.networks().isEmpty()) {
            String networks = String.join(", ", session.networks());
            writeText("modalites-inscription", "Réservée aux réseaux : " + networks, LONGEST_LINE);
        }
        xml.group("periode-inscription", () -> writePeriod(session.opensOn(), session.closesOn()));
        xml.element("etat-recrutement", recruitment(session.state()));
        writeBlocks(training);
        xml.group("cycle", () -> {
            xml.element("type-cycle", flag(training.apprenticeship()));
            xml.element("capacite-cumulee", session.capacity());
            if (training.apprenticeship()) {
                xml.group("alternance", () -> xml.element("type-alternance", 1));
            }
        });
    }

    /** LHEO requires a session. That of a removed training is closed and has no days. */
    private void writeNoSession() {
        writePeriod(null, null);
        xml.group("adresse-inscription", this::writeAddress);
        xml.element("etat-recrutement", RECRUITMENT_CLOSED);
    }

    private void writePeriod(@Nullable LocalDate first, @Nullable LocalDate last) {
        xml.group("periode", () -> {
            xml.element("debut", first == null ? NO_START : DateTimeFormatter.BASIC_ISO_DATE.format(first));
            xml.element("fin", last == null ? NO_END : DateTimeFormatter.BASIC_ISO_DATE.format(last));
        });
    }

    private static int recruitment(OfferingState state) {
        return switch (state) {
            case OPEN -> 1;
            case CLOSED, CANCELLED -> RECRUITMENT_CLOSED;
            case PLANNED -> 3;
        };
    }

    /** The blocks of each certification together. Only those of the training's certification are all of it. */
    private void writeBlocks(LheoTraining training) {
        String rncp = training.rncp();
        List<SkillBlock> given = training.curriculum().skillBlocks();
        List<SkillBlock> blocks = given.isEmpty() && rncp != null && !rncp.equals(training.certification())
                ? List.of(new SkillBlock(rncp, training.title()))
                : given;
        blocks.stream()
                .collect(Collectors.groupingBy(
                        block -> LheoTraining.certificationOf(block.code()), LinkedHashMap::new, Collectors.toList()))
                .forEach((certification, ofIt) -> xml.group("blocs-competences", () -> {
                    xml.element("validation-blocs", flag(certification.equals(rncp)));
                    xml.group("reference-certification", () -> xml.element("reference-code-RNCP", certification));
                    ofIt.forEach(block -> xml.group("bloc-competences", () -> {
                        String title = LheoXml.clean(block.title());
                        xml.element("libelle-bloc", title.isEmpty() ? block.code() : title);
                        xml.element("code-bloc", block.code());
                    }));
                }));
    }

    private void writeOrganisation() {
        xml.element("numero-activite", cned.activityNumber());
        xml.group("SIRET-organisme-formation", () -> xml.element("SIRET", cned.siret()));
        xml.element("nom-organisme", cned.name());
        xml.element("raison-sociale", cned.legalName());
        xml.group("coordonnees-organisme", this::writeCoordinates);
        xml.group("contact-organisme", this::writeContact);
        xml.group("code-UAI-organisme-formation", () -> xml.element("code-UAI", cned.uai()));
    }

    private void writeContact() {
        xml.element("type-contact", OF_RECEPTION);
        writeCoordinates();
    }

    private void writeCoordinates() {
        Organisation.Contact contact = cned.contact();
        xml.group("coordonnees", () -> {
            xml.element("nom", contact.name());
            writeAddress();
            contact.telephone().ifPresent(number -> xml.group("telfixe", () -> xml.element("numtel", number)));
            contact.email().ifPresent(email -> xml.element("courriel", email));
            contact.web().ifPresent(web -> xml.group("web", () -> xml.element("urlweb", web)));
        });
    }

    private void writeAddress() {
        Organisation.Address address = cned.address();
        xml.group("adresse", () -> {
            xml.element("denomination", cned.legalName());
            address.lines().forEach(line -> xml.element("ligne", line));
            xml.element("codepostal", address.postalCode());
            xml.element("ville", address.city());
            xml.element("departement", address.department());
            Region.ofDepartment(address.department()).ifPresent(region -> xml.element("region", region.code()));
            xml.element("pays", "FR");
        });
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }
}
