package fr.cned.partenariats.enrollment.enrollment.paper;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Writes a paper as accessible PDF (PDF/UA: tags, language, title), in French. The font is Liberation Sans from PDFBox,
 * whose licence (SIL OFL 1.1) allows to embed it.
 */
@ApplicationScoped
class PaperPdf {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("\u00a0MMMM\u00a0uuuu", Locale.FRENCH);
    private static final Map<String, String> STATES =
            Map.of("CONFIRMED", "confirmée", "ACTIVE", "en cours", "COMPLETED", "terminée");

    private final String template;
    private final String verifyPage;

    PaperPdf(@ConfigProperty(name = "enrollment.papers.verify-page") Optional<String> verifyPage) {
        this.verifyPage = verifyPage.orElse("/verify/");
        XRLog.setLoggingEnabled(false); // it logs each step
        try (InputStream packaged = PaperPdf.class.getResourceAsStream("/papers/paper.html")) {
            template = new String(Objects.requireNonNull(packaged).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param expected hours of the period; null without a threshold */
    byte[] write(PaperOrder order, PaperFacts facts, @Nullable BigDecimal expected, PaperCode code, LocalDate day) {
        PaperOrder.Weeks period = order.period();
        Map<String, String> values = Map.of(
                "title",
                period == null ? "Certificat d’inscription" : "Attestation d’assiduité",
                "intro",
                period == null ? "certifie l’inscription suivante" : "atteste les heures suivantes",
                "rows",
                ofBoth(facts) + (period == null ? ofCertificate(facts) : ofPeriod(period, facts, expected)),
                "day",
                day(day),
                "code",
                code.printed(),
                "address",
                escaped(verifyPage + code.printed()));
        return pdf(PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(place.group(1))))));
    }

    private static String ofBoth(PaperFacts facts) {
        return row("Nom de naissance", facts.familyName())
                + row("Nom d’usage", facts.usageName())
                + row("Prénoms", facts.givenNames())
                + row("Date et lieu de naissance", day(facts.birthDate()) + ", " + facts.birthPlace())
                + row("Formation", facts.training())
                + row("Année universitaire", facts.academicYear())
                + row("Partenaire", facts.partner())
                + row("Convention", facts.agreement())
                + row("Site d’accueil", facts.site());
    }

    private static String ofCertificate(PaperFacts facts) {
        return row("État de l’inscription", STATES.get(facts.state()));
    }

    private static String ofPeriod(PaperOrder.Weeks period, PaperFacts facts, @Nullable BigDecimal expected) {
        String weeks = facts.excusedWeeks() + "\u00a0semaine" + (facts.excusedWeeks() > 1 ? "s" : "");
        return row(
                        "Période",
                        "du " + day(period.first().monday()) + " au "
                                + day(period.last().sunday()))
                + row(
                        "Heures attendues, sans les fermetures et les absences justifiées",
                        expected == null ? "aucun minimum" : hours(expected))
                + row("Heures de présence déclarées", hours(facts.declared()))
                + row("Absences justifiées", weeks + " et " + hours(facts.excused()));
    }

    /** Nothing for a fact that the paper does not have. */
    private static String row(String name, @Nullable String value) {
        return value == null ? "" : "<tr><th scope=\"row\">" + name + "</th><td>" + escaped(value) + "</td></tr>\n";
    }

    private static String day(LocalDate day) {
        return (day.getDayOfMonth() == 1 ? "1er" : Integer.toString(day.getDayOfMonth())) + MONTH.format(day);
    }

    private static String hours(BigDecimal hours) {
        return hours.stripTrailingZeros().toPlainString().replace('.', ',') + "\u00a0h";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static byte[] pdf(String html) {
        FSSupplier<InputStream> font = () -> Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePdfUaAccessibility(true);
        builder.useFont(font, "Liberation Sans");
        builder.withHtmlContent(html, "");
        builder.toStream(file);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
