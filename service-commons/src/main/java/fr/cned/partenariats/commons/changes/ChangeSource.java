package fr.cned.partenariats.commons.changes;

import fr.cned.partenariats.commons.caller.TenantScope;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The objects of one {@link ChangeFeed}. Every change of an object must add a row to {@link #table}, in its own
 * transaction: use a trigger.
 */
public interface ChangeSource<T> {

    /**
     * The table of changes, with the columns {@code xid} (the id of the transaction), {@code id}, {@code tenant_id},
     * {@code object_id} and {@code recorded_at}, and the primary key {@code (xid, id)}. A tenant that may no longer see
     * the object needs a row, too.
     */
    String table();

    /** The next objects in the scope, in the order of their ids. */
    List<ChangedObject<T>> listAfter(UUID id, TenantScope scope, int size);

    /** Those of the objects that are in the scope, in any order. */
    List<ChangedObject<T>> find(Collection<UUID> ids, TenantScope scope);
}
