package fr.cned.partenariats.commons.changelog;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one object, to be recorded in the log.
 *
 * @param objectType in kebab case, such as {@code parking-space}
 * @param objectId null when the operation concerns no single object
 * @param revisionBefore null for a new object and for an object without revisions
 * @param changedFields names without values
 * @param owners the tenants and sites that could see the object before or after the change; needed by change feeds only
 * @param audited false for a change that is no act of a caller, which the audit trail leaves out
 */
public record ChangeRecord(
        String objectType,
        @Nullable String objectId,
        @Nullable Long revisionBefore,
        @Nullable Long revisionAfter,
        List<String> changedFields,
        Set<UUID> owners,
        boolean audited) {

    private static final ClassValue<String> TYPES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> entity) {
            return entity.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }
    };

    public ChangeRecord(
            String objectType,
            @Nullable String objectId,
            @Nullable Long revisionBefore,
            @Nullable Long revisionAfter,
            List<String> changedFields) {
        this(objectType, objectId, revisionBefore, revisionAfter, changedFields, Set.of(), true);
    }

    /** The type of the objects of an entity. */
    public static String objectType(Class<?> entity) {
        return TYPES.get(entity);
    }

    /** An operation that changes no revision, such as an export. */
    public static ChangeRecord of(String objectType, @Nullable Object objectId) {
        return new ChangeRecord(objectType, objectId == null ? null : objectId.toString(), null, null, List.of());
    }

    /** The next revision of an object. */
    public static ChangeRecord next(String objectType, Object objectId, long revision, String... changedFields) {
        return new ChangeRecord(
                objectType, objectId.toString(), revision == 0 ? null : revision - 1, revision, List.of(changedFields));
    }

    /** A counter has a new value. It is no act of a caller: the audit trail has the change that was counted. */
    public static ChangeRecord counted(String objectType, UUID objectId) {
        return new ChangeRecord(objectType, objectId.toString(), null, null, List.of(), Set.of(), false);
    }

    /** A copy of an object of another service has a new state. The audit trail of that service has the change. */
    public static ChangeRecord copied(String objectType, UUID objectId) {
        return counted(objectType, objectId);
    }

    public ChangeRecord ownedBy(Collection<UUID> owners) {
        return new ChangeRecord(
                objectType, objectId, revisionBefore, revisionAfter, changedFields, Set.copyOf(owners), audited);
    }

    /** Merges this change with a later one of the same object and transaction. */
    ChangeRecord then(ChangeRecord later) {
        Set<String> fields = new LinkedHashSet<>(changedFields);
        fields.addAll(later.changedFields);
        Set<UUID> all = new LinkedHashSet<>(owners);
        all.addAll(later.owners);
        return new ChangeRecord(
                objectType,
                objectId,
                revisionBefore,
                later.revisionAfter,
                List.copyOf(fields),
                all,
                audited || later.audited);
    }
}
