package fr.cned.partenariats.commons.events.relay;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One kind of objects whose changes are events. Reads their states as they are now; {@link Relay} sends them. Each
 * feature with events has one bean of it.
 */
public interface EventSource {

    /** The plural, such as {@code importJobs}: the key in the counts of a re-emission. */
    default String kind() {
        return Pattern.compile("-\\w")
                .matcher(topic().split("\\.", -1)[1])
                .replaceAll(found -> found.group().substring(1).toUpperCase(Locale.ROOT));
    }

    /** The type of the objects in the log of changes, such as {@code enrollment}. */
    String objectType();

    /** Such as {@code enrollment.import-jobs.v1}. Its middle names the kind. */
    String topic();

    /** The CloudEvents type. */
    default String type() {
        return "fr.cned.partenariats." + objectType() + ".changed.v1";
    }

    /** The states of these objects, in any order. A deleted object has none. */
    List<? extends StateEvent> find(Collection<UUID> ids);

    /** The states of the next objects in the order of their ids. */
    List<? extends StateEvent> listAfter(UUID id, int size);
}
