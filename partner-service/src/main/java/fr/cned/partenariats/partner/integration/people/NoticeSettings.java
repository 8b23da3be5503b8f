package fr.cned.partenariats.partner.integration.people;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person wants to get by mail. */
@Schema(name = "NoticeSettings")
public record NoticeSettings(
        @NotNull @Size(max = 8) List<@NotNull NoticeKind> kinds,
        @NotNull NoticeFrequency frequency,
        @NotNull NoticeLanguage language) {}
