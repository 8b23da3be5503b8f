package fr.cned.partenariats.gateway.pages.web;

import fr.cned.partenariats.gateway.edge.problem.AcceptLanguage;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A page without scripts, in the language of {@code ?lang=} or else of {@code Accept-Language}, and its other form for
 * programs, which accept JSON and not HTML.
 */
public final class StaticPage {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
        <!doctype html>
        <html lang="%1$s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%2$s</title>
        <link rel="stylesheet" href="/shared/style.css">
        <link rel="icon" href="/shared/icon.svg" type="image/svg+xml">
        </head>
        <body>
        <header class="bar">
        <nav><a href="/?lang=%1$s">Cned partenariats</a> <a href="/app/?lang=%1$s">%8$s</a> <a href="/docs/?lang=%1$s">%6$s</a> <a href="/problems/?lang=%1$s">%3$s</a></nav>
        <a href="?lang=%4$s" hreflang="%4$s" lang="%4$s">%5$s</a>
        </header>
        <main class="page">
        %7$s</main>
        <footer>
        <p><a href="/legal/accessibility?lang=%1$s">%9$s</a> <a href="/legal/notice?lang=%1$s">%10$s</a> <a href="/legal/privacy?lang=%1$s">%11$s</a></p>
        </footer>
        </body>
        </html>
        """;

    private StaticPage() {}

    /** The labels of the pages in one language, and the link to the other language. */
    public static ResourceBundle labels(Locale language) {
        return ResourceBundle.getBundle(
                "labels/Pages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public static Locale languageOf(RoutingContext context) {
        @Nullable String asked = context.request().getParam("lang");
        return AcceptLanguage.preferred(
                asked == null ? context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE) : asked);
    }

    /** Browsers always accept HTML. */
    public static boolean isForBrowser(RoutingContext context) {
        return accepts(context, "text/html");
    }

    /** Without the header, a page is answered. */
    public static boolean isForProgram(RoutingContext context) {
        return accepts(context, "application/json") && !isForBrowser(context);
    }

    private static boolean accepts(RoutingContext context, String type) {
        @Nullable String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(type);
    }

    public static void answer(RoutingContext context, Locale language, String html) {
        headers(context)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage())
                .end(html);
    }

    public static void answer(RoutingContext context, JsonObject json) {
        headers(context).putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.toBuffer());
    }

    private static HttpServerResponse headers(RoutingContext context) {
        return context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.VARY, "accept, accept-language")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    public static String html(Locale language, String title, String main) {
        ResourceBundle labels = labels(language);
        return PAGE.formatted(
                language.getLanguage(),
                title,
                labels.getString("all"),
                labels.getString("otherLanguage"),
                labels.getString("otherName"),
                labels.getString("portal"),
                main,
                labels.getString("workspace"),
                labels.getString("accessibility"),
                labels.getString("notice"),
                labels.getString("privacy"));
    }

    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
