package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.bulk.SpooledExport;
import fr.cned.partenariats.enrollment.replica.partner.TrainingCentres;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file of a training centre for SIFA, and what SIFA would refuse of it. */
@ApplicationScoped
class SifaExport {

    /** The file has no quotes, and the instructions name no encoding: all have the other characters. */
    private static final Pattern UNSAFE = Pattern.compile("[^ -~]|[;|\"]");

    private static final UUID FIRST = new UUID(0, 0);

    private final TrainingCentres centres;
    private final SifaRepository apprentices;
    private final SpooledExport files;
    private final ChangeRecorder recorder;
    private final RequestLanguage language;

    SifaExport(
            TrainingCentres centres,
            SifaRepository apprentices,
            SpooledExport files,
            ChangeRecorder recorder,
            RequestLanguage language) {
        this.centres = centres;
        this.apprentices = apprentices;
        this.files = files;
        this.recorder = recorder;
        this.language = language;
    }

    @Transactional
    StreamingOutput open(LocalDate day, String centreType, @Nullable UUID trainingCentre) {
        UUID centre = centres.acting(trainingCentre);
        recorder.record(ChangeRecord.of("sifa", centre));
        return target -> files.send(file -> write(centre, day, centreType, file), target);
    }

    /** The apprentices whom SIFA would refuse. */
    Page<SifaCheck> check(LocalDate day, @Nullable UUID trainingCentre, PageParams page) {
        UUID centre = centres.acting(trainingCentre);
        int most = page.fetchSize();
        Locale spoken = language.get();
        List<SifaCheck> found = new ArrayList<>();
        apprentices.read(centre, day, "", page.after(UUID.class, centre, day).orElse(FIRST), apprentice -> {
            SifaCheck check = SifaCheck.of(apprentice, spoken);
            if (!check.findings().isEmpty()) {
                found.add(check);
            }
            return found.size() < most;
        });
        return Page.of(found, page, check -> check, SifaCheck::contractId, centre, day);
    }

    private void write(UUID centre, LocalDate day, String centreType, OutputStream target) {
        apprentices.read(centre, day, centreType, FIRST, apprentice -> {
            try {
                target.write(line(apprentice).getBytes(StandardCharsets.US_ASCII));
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static String line(SifaApprentice apprentice) {
        return Stream.of(SifaColumn.values())
                .map(column -> UNSAFE.matcher(column.of(apprentice)).replaceAll(" "))
                .collect(Collectors.joining(";", "", "\r\n"));
    }
}
