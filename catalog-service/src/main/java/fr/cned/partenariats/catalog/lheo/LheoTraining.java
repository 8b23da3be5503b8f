package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.catalog.offering.OfferingState;
import fr.cned.partenariats.catalog.training.Curriculum;
import fr.cned.partenariats.catalog.training.Exemption;
import fr.cned.partenariats.catalog.training.Family;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.TrainingState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the export reads of a training and of its offerings that are not cancelled. */
record LheoTraining(
        UUID id,
        String code,
        String title,
        Family family,
        TrainingState state,
        @Nullable Integer level,
        @Nullable String rncp,
        @Nullable Integer durationHours,
        List<Modality> modalities,
        boolean apprenticeship,
        @Nullable Integer minLevel,
        List<Exemption> exemptions,
        @Nullable String nsf,
        List<String> rome,
        List<String> formacode,
        @Nullable String objectives,
        @Nullable String content,
        Curriculum curriculum,
        List<Session> offerings) {

    LheoTraining {
        curriculum = curriculum == null ? Curriculum.NONE : curriculum;
    }

    record Session(
            UUID id,
            Modality modality,
            OfferingState state,
            @Nullable LocalDate opensOn,
            @Nullable LocalDate closesOn,
            LocalDate startsOn,
            LocalDate endsOn,
            int capacity,
            BigDecimal price,
            List<String> networks) {

        /** Whether students can still enter after the first day. */
        boolean hasLateEntries() {
            return closesOn == null || closesOn.isAfter(startsOn);
        }
    }

    /** LHEO has no element for it: a delta names such a training as one whose only session is closed. */
    boolean isRemoved() {
        return state != TrainingState.PUBLISHED || offerings.isEmpty();
    }

    /** The offerings to show: none of a removed training. */
    List<Session> shown() {
        return isRemoved() ? List.of() : offerings;
    }

    /** The certification without its block: {@code RNCP38362} for {@code RNCP38362BC01}. */
    @Nullable
    String certification() {
        return rncp == null ? null : certificationOf(rncp);
    }

    static String certificationOf(String blockOrCertification) {
        return blockOrCertification.replaceFirst("BC\\d{2}$", "");
    }
}
