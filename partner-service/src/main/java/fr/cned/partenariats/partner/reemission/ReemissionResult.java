package fr.cned.partenariats.partner.reemission;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What was put into the outbox. */
public record ReemissionResult(
        @Schema(description = "How many events, by topic.") Map<String, Integer> emitted) {}
