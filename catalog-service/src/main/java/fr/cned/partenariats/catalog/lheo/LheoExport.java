package fr.cned.partenariats.catalog.lheo;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CURSOR_EXPIRED;

import fr.cned.partenariats.catalog.lheo.LheoRepository.Selection;
import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.commons.http.bulk.SpooledExport;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The published catalogue as one document of LHEO 2.3, and what LHEO cannot show of it. */
@ApplicationScoped
public class LheoExport {

    /** Grows with each change of what an unchanged training looks like in the document. */
    private static final int FORMAT = 1;

    private static final String LICENCE = "Licence Ouverte 2.0 (Etalab)";
    private static final String FEED = "lheo";

    /** A caller's clock can be fast, and a change is visible some milliseconds after its time. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final UUID FIRST = new UUID(0, 0);
    private static final ChangePosition BEGINNING = new ChangePosition(0, 0);

    private final LheoRepository trainings;
    private final Organisation cned;
    private final SpooledExport files;
    private final RequestLanguage language;
    private final Clock clock;
    private final Period logKept;
    private final String settings;

    LheoExport(
            LheoRepository trainings,
            Organisation cned,
            SpooledExport files,
            RequestLanguage language,
            Clock clock,
            @ConfigProperty(name = "commons.audit.keep") Period logKept) {
        this.trainings = trainings;
        this.cned = cned;
        this.files = files;
        this.language = language;
        this.clock = clock;
        this.logKept = logKept;
        this.settings = HexFormat.of().toHexDigits(described(cned).hashCode());
    }

    /** Other settings are another document. */
    private static String described(Organisation cned) {
        Organisation.Address address = cned.address();
        Organisation.Contact contact = cned.contact();
        return List.of(
                        FORMAT,
                        cned.name(),
                        cned.legalName(),
                        cned.siret(),
                        cned.activityNumber(),
                        cned.uai(),
                        address.lines(),
                        address.postalCode(),
                        address.city(),
                        address.department(),
                        contact.name(),
                        contact.telephone(),
                        contact.email(),
                        contact.web())
                .toString();
    }

    /**
     * @param document null when nothing is to be exported; LHEO has no empty document
     * @param next the cursor for the changes after this document
     */
    public record Export(@Nullable LheoDocument document, String next) {}

    public Export all() {
        return export(Selection.ALL_EXPORTED, BEGINNING, "");
    }

    /** The trainings that changed, and those that the catalogue no longer publishes. */
    public Export changes(@Nullable Instant since, @Nullable String cursor) {
        ChangePosition after = cursor == null ? BEGINNING : Cursors.decode(cursor, ChangePosition.class, FEED);
        Instant logBegins = ZonedDateTime.now(clock).minus(logKept).toInstant();
        if (cursor == null && since != null && since.isBefore(logBegins)) {
            throw Refusal.of(CURSOR_EXPIRED);
        }
        Instant from =
                since == null || since.isBefore(Instant.EPOCH.plus(OVERLAP)) ? Instant.EPOCH : since.minus(OVERLAP);
        return export(Selection.changed(after, from), after, "-" + from.toEpochMilli() + '-' + after.id());
    }

    private Export export(Selection selection, ChangePosition known, String part) {
        LheoRepository.State state = trainings.state(selection, known);
        if (!state.isKnown()) {
            throw Refusal.of(CURSOR_EXPIRED);
        }
        String tag = state.revision() + "-" + settings + part;
        return new Export(
                state.isEmpty()
                        ? null
                        : new LheoDocument(
                                state.revision(),
                                tag,
                                target -> files.send(file -> write(state.newest(), selection, file), target)),
                Cursors.encode(state.newest(), FEED));
    }

    void write(ChangePosition newest, Selection selection, OutputStream target) {
        LheoXml xml = LheoXml.to(target);
        FormationWriter formations = new FormationWriter(xml, cned, (code, element) -> {});
        Instant at = Instant.EPOCH.plus(newest.at(), ChronoUnit.MICROS);
        Predicate<LheoTraining> each = training -> {
            formations.write(training);
            return true;
        };
        xml.document(
                () -> xml.group("offres", () -> trainings.read(selection, each)),
                "info",
                LICENCE,
                "horodatage-export",
                at.toString());
    }

    public Page<LheoGap> listGaps(PageParams page) {
        UUID after = page.after(UUID.class).orElse(FIRST);
        int most = page.fetchSize();
        List<LheoGap> found = new ArrayList<>();
        Locale spoken = language.get();
        trainings.read(Selection.publishedAfter(after), training -> {
            LheoGap gap = gap(training, spoken);
            if (!gap.reasons().isEmpty()) {
                found.add(gap);
            }
            return found.size() < most;
        });
        return Page.of(found, page, gap -> gap, LheoGap::trainingId);
    }

    private LheoGap gap(LheoTraining training, Locale spoken) {
        List<LheoGap.Reason> reasons = new ArrayList<>();
        if (training.isRemoved()) {
            reasons.add(new LheoGap.Reason(LheoGapCode.NO_OFFERING, null, LheoGapCode.NO_OFFERING.text(spoken)));
        }
        new FormationWriter(
                        LheoXml.to(OutputStream.nullOutputStream()),
                        cned,
                        (code, element) -> reasons.add(new LheoGap.Reason(code, element, code.text(spoken))))
                .write(training);
        return new LheoGap(training.id(), training.code(), training.title(), !training.isRemoved(), reasons);
    }
}
