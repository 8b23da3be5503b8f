package fr.cned.partenariats.commons.changelog;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The objects of one {@link ChangeFeed}. An entity's field with {@link Owner} says
 * which tenants follow it.
 */
public interface ChangeSource<T> {

    /** The type of the objects in the log, such as {@code enrollment}. */
    String objectType();

    /** The next objects in the scope, in the order of their ids. */
    List<ChangedObject<T>> listAfter(UUID id, TenantScope scope, int size);

    /** Those of the objects that are in the scope, in any order. */
    List<ChangedObject<T>> find(Collection<UUID> ids, TenantScope scope);
}
