package fr.cned.partenariats.gateway.pages.start;

import fr.cned.partenariats.gateway.pages.web.StaticPage;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** Serves {@code /}: people find the workspace or the portal, programs the addresses as JSON. */
@Singleton
public class StartPage {

    private static final String PATH = "/";

    private static final List<String> PAGES = List.of("/app/", "/docs/", "/docs/status");

    public static boolean isPath(String target) {
        return target.equals(PATH) || target.startsWith(PATH + "?");
    }

    public void routes(Router router) {
        router.route(PATH).handler(StartPage::show);
    }

    private static void show(RoutingContext context) {
        if (!context.request().path().equals(PATH)) {
            context.next();
        } else if (StaticPage.isForBrowser(context)) {
            Locale language = StaticPage.languageOf(context);
            StaticPage.answer(context, language, page(language));
        } else {
            StaticPage.answer(context, addresses());
        }
    }

    private static JsonObject addresses() {
        JsonObject contracts = new JsonObject();
        for (String service : List.of("partner", "catalog", "enrollment")) {
            contracts.put(service, "/docs/contracts/" + service + ".json");
        }
        return new JsonObject()
                .put("me", "/v1/me")
                .put("contracts", contracts)
                .put("problems", "/problems/")
                .put("health", "/health")
                .put("portal", "/docs/")
                .put("workspace", "/app/");
    }

    private static String page(Locale language) {
        ResourceBundle labels = StaticPage.labels(language);
        StringBuilder main = new StringBuilder("<h1>" + labels.getString("start") + "</h1>\n<dl>\n");
        for (String address : PAGES) {
            main.append("<dt><a href=\"%s?lang=%s\">%s</a></dt>\n<dd>%s</dd>\n"
                    .formatted(
                            address,
                            language.getLanguage(),
                            labels.getString("start." + address),
                            labels.getString("start." + address + ".text")));
        }
        return StaticPage.html(
                language, labels.getString("start"), main.append("</dl>\n").toString());
    }
}
