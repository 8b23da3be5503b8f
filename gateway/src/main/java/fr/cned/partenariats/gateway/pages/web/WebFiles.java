package fr.cned.partenariats.gateway.pages.web;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.compression.AcceptEncoding;
import io.quarkus.runtime.util.ClassPathUtils;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serves the portal for developers ({@code /docs}), the workspace ({@code /app}) and what both use ({@code /shared}) from
 * memory. The files are in the folder {@code web} of the class path; other classes add files that they make at the start.
 * A request never reads a file: its path is the key of a map, or it is unknown.
 */
@Singleton
public class WebFiles {

    public static final String DOCS = "/docs";

    private static final String APP = "/app";
    private static final String SHARED = "/shared";

    /** The first file that is looked for. It tells where the folder is: in a jar, or in a folder of a build. */
    private static final String KNOWN_FILE = "web/shared/style.css";

    private static final String INDEX = "/index.html";

    /** An address of a page that JavaScript shows. A file has a dot in its name. */
    private static final Pattern PAGE = Pattern.compile("(/docs|/app)(?:/[A-Za-z0-9_-]+)*/?");

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");

    private final Map<String, WebFile> files = new HashMap<>();
    private final CharSequence contentSecurityPolicy;

    WebFiles(GatewayConfig config) {
        GatewayConfig.Docs docs = config.docs();
        contentSecurityPolicy = HttpHeaders.createOptimized("default-src 'none'; script-src 'self'; style-src 'self';"
                + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " connect-src 'self' " + origin(docs.tokenUrl()));
        addPackagedFiles();
        add(SHARED + "/settings.json", settings(docs).toBuffer().getBytes());
    }

    /** Whether the path belongs to these pages. They accept only GET and HEAD. */
    public static boolean isPath(String target) {
        return target.startsWith(DOCS) || target.startsWith(APP) || target.startsWith(SHARED);
    }

    /** Adds a file. Call this before the first request. */
    public final void add(String path, byte[] content) {
        files.put(path, WebFile.of(path, content));
    }

    /** Adds the routes. The next route of the router handles an unknown path. */
    public void routes(Router router) {
        for (String root : List.of(DOCS, APP, SHARED)) {
            router.route(root + "*").handler(this::show);
        }
    }

    /** Uses the raw path: another spelling of the path of a file is an unknown path. */
    private void show(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        if (path.equals(DOCS) || path.equals(APP)) {
            request.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, path + "/")
                    .end();
            return;
        }
        WebFile file = find(path);
        if (file == null) {
            context.next();
        } else {
            send(request, file);
        }
    }

    private @Nullable WebFile find(String path) {
        WebFile file = files.get(path);
        if (file != null) {
            return file;
        }
        var page = PAGE.matcher(path);
        return page.matches() ? files.get(page.group(1) + INDEX) : null;
    }

    private void send(HttpServerRequest request, WebFile file) {
        Buffer gzip = AcceptEncoding.isGzipAcceptedBy(request) ? file.gzip() : null;
        String tag = '"' + file.tag() + (gzip == null ? "\"" : "-gzip\"");
        HttpServerResponse response = request.response()
                .putHeader(CONTENT_SECURITY_POLICY, contentSecurityPolicy)
                .putHeader(REFERRER_POLICY, "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.ETAG, tag);
        if (matches(request.headers().getAll(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        if (gzip != null) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        Buffer body = gzip == null ? file.content() : gzip;
        if (HttpMethod.HEAD.equals(request.method())) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    /** Compares weakly, as RFC 9110 says for If-None-Match. A proxy may have made the tag weak. */
    private static boolean matches(List<String> ifNoneMatch, String tag) {
        return ifNoneMatch.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .anyMatch(value -> value.equals("*") || value.equals(tag) || value.equals("W/" + tag));
    }

    private void addPackagedFiles() {
        URL known = Thread.currentThread().getContextClassLoader().getResource(KNOWN_FILE);
        if (known == null) {
            throw new IllegalStateException("The build does not contain " + KNOWN_FILE);
        }
        ClassPathUtils.consumeAsPath(known, this::addAllBeside);
    }

    private void addAllBeside(Path known) {
        Path root = known.resolveSibling("..").normalize();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                add("/" + root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the pages must know of this installation. */
    private static JsonObject settings(GatewayConfig.Docs docs) {
        return new JsonObject()
                .put("clientId", docs.clientId())
                .put("authorizationUrl", docs.authorizationUrl().toString())
                .put("tokenUrl", docs.tokenUrl().toString())
                .put("logoutUrl", docs.logoutUrl().toString());
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
