package fr.cned.partenariats.commons.audit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param objectType in kebab case, such as {@code parking-space}
 * @param objectId null when the operation concerns no single object
 * @param revisionBefore null for a new object and for an object without revisions
 * @param changedFields names without values
 */
public record AuditedChange(
        String objectType,
        @Nullable String objectId,
        @Nullable Long revisionBefore,
        @Nullable Long revisionAfter,
        List<String> changedFields) {

    /** An operation that changes no revision, such as an export. */
    public static AuditedChange of(String objectType, @Nullable Object objectId) {
        return new AuditedChange(objectType, objectId == null ? null : objectId.toString(), null, null, List.of());
    }

    /** The next revision of an object. */
    public static AuditedChange next(String objectType, Object objectId, long revision, String... changedFields) {
        return new AuditedChange(
                objectType, objectId.toString(), revision == 0 ? null : revision - 1, revision, List.of(changedFields));
    }

    /** Merges this change with a later one of the same object and transaction. */
    AuditedChange then(AuditedChange later) {
        Set<String> fields = new LinkedHashSet<>(changedFields);
        fields.addAll(later.changedFields);
        return new AuditedChange(objectType, objectId, revisionBefore, later.revisionAfter, List.copyOf(fields));
    }
}
