package fr.cned.partenariats.commons.http.oeapi;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query parameters of a single object of OEAPI; taken as a {@code @BeanParam}. */
public class ExpandParams {

    @QueryParam("expand")
    public List<String> expand = List.of();

    @QueryParam("consumer")
    public @Nullable String consumer;

    public ExpandParams() {}

    /** The objects to show instead of their ids. Refuses any that is not possible. */
    public Set<String> among(String... possible) {
        Oeapi.requireKnown(consumer);
        Set<String> asked =
                expand.stream().flatMap(list -> Stream.of(list.split(",", -1))).collect(Collectors.toSet());
        if (!Set.of(possible).containsAll(asked)) {
            throw Oeapi.invalid("expand", possible.length == 0 ? "-" : String.join(", ", possible));
        }
        return asked;
    }
}
