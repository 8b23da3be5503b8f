package fr.cned.partenariats.commons.http.oeapi;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query parameters of every list of OEAPI; taken as a {@code @BeanParam}. */
public class NumberedPageParams {

    private static final List<Integer> SIZES = List.of(10, 20, 50, 100, 250);

    /** PostgreSQL reads the rows before a page, too. */
    private static final int MOST_ROWS = 100_000;

    @QueryParam("pageSize")
    @DefaultValue("10")
    public int pageSize;

    @QueryParam("pageNumber")
    @DefaultValue("1")
    public int pageNumber;

    @QueryParam("consumer")
    public @Nullable String consumer;

    public NumberedPageParams() {}

    /** @param list a list of our own API, with the view of each object */
    public OeapiObject read(Function<PageParams, Page<OeapiObject>> list) {
        return read(List.of(), list);
    }

    /** @param first up to {@link #pageSize} objects that come before those of the list */
    public OeapiObject read(List<OeapiObject> first, Function<PageParams, Page<OeapiObject>> list) {
        Oeapi.requireKnown(consumer);
        if (!SIZES.contains(pageSize)) {
            throw Oeapi.invalid("pageSize", SIZES.toString().replaceAll("[\\[\\]]", ""));
        }
        int last = MOST_ROWS / pageSize;
        if (pageNumber < 1 || pageNumber > last) {
            throw Oeapi.invalid("pageNumber", "1–" + last);
        }
        int from = (pageNumber - 1) * pageSize;
        List<OeapiObject> shown = from == 0 ? first : List.of();
        Page<OeapiObject> rest =
                list.apply(PageParams.numbered(from == 0 ? 0 : from - first.size(), pageSize - shown.size()));
        return new OeapiObject()
                .with("pageSize", pageSize)
                .with("pageNumber", pageNumber)
                .with("hasPreviousPage", pageNumber > 1)
                .with("hasNextPage", rest.next() != null)
                .with("items", Stream.concat(shown.stream(), rest.items().stream()));
    }
}
