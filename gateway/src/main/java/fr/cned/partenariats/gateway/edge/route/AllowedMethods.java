package fr.cned.partenariats.gateway.edge.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The methods of each address, from the services' contracts, for the header {@code Allow}. The gateway forwards the
 * methods GET to DELETE without asking this class: the service may be newer than the contract in the gateway.
 */
@Singleton
public class AllowedMethods {

    private static final Set<HttpMethod> FORWARDED = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final String ANY = allow(FORWARDED);

    private final Map<Pattern, Set<HttpMethod>> byTemplate = new LinkedHashMap<>();

    public static boolean isForwarded(HttpMethod method) {
        return FORWARDED.contains(method);
    }

    /** Adds the operations of a contract. Call this before the first request. */
    public void add(JsonNode contract) {
        contract.path("paths").properties().forEach(path -> {
            Set<HttpMethod> methods = new HashSet<>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                HttpMethod method = HttpMethod.valueOf(name.toUpperCase(Locale.ROOT));
                if (isForwarded(method)) {
                    methods.add(method);
                }
            });
            if (methods.contains(HttpMethod.GET)) {
                methods.add(HttpMethod.HEAD);
            }
            byTemplate.put(Pattern.compile(path.getKey().replaceAll("\\{[^/]+}", "[^/]+") + "/?"), methods);
        });
    }

    /**
     * The value of {@code Allow} for the path. Null if the contracts do not have the path. All methods if the gateway
     * was built without the contracts, and for OEAPI, whose contract it does not have.
     */
    public @Nullable String of(String path) {
        if (byTemplate.isEmpty() || path.startsWith(RouteTable.OEAPI)) {
            return ANY;
        }
        Set<HttpMethod> methods = new HashSet<>();
        byTemplate.forEach((template, itsMethods) -> {
            if (template.matcher(path).matches()) {
                methods.addAll(itsMethods);
            }
        });
        return methods.isEmpty() ? null : allow(methods);
    }

    /** In alphabetical order, like the services' own answers. */
    private static String allow(Set<HttpMethod> methods) {
        TreeSet<String> names = new TreeSet<>();
        names.add(HttpMethod.OPTIONS.name());
        methods.forEach(method -> names.add(method.name()));
        return String.join(", ", names);
    }
}
