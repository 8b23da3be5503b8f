package fr.cned.partenariats.gateway.pages.verify;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.pages.web.StaticPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/**
 * Tells anybody who has the code of a paper whether it is valid: a page at {@code /verify/{code}}, JSON at
 * {@code /v1/papers/{code}}. No token is needed, so the gateway does not forward such a request: it asks the management
 * port of enrollment-service. The limit of the address applies.
 */
@Singleton
public class VerifyPage {

    private static final String PATH = "/verify/";
    private static final String API = "/v1/papers/";
    private static final Pattern CODE = Pattern.compile("[0-9a-fA-F-]{1,80}");
    private static final List<String> FACTS =
            List.of("kind", "issuedOn", "initials", "training", "academicYear", "firstDay", "lastDay");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int TIMEOUT_MILLIS = 3_000;

    private final HttpClient http;
    private final URI papers;
    private final ProblemWriter problems;

    VerifyPage(GatewayConfig config, Vertx vertx, ProblemWriter problems) {
        this.http = vertx.createHttpClient(new HttpClientOptions());
        this.papers = config.services().enrollment().healthUrl().resolve("/papers/");
        this.problems = problems;
    }

    /** What enrollment-service answers. */
    private record Answer(int status, Buffer body) {}

    public static boolean isPath(String target) {
        return target.startsWith(PATH) || target.startsWith(API);
    }

    public void routes(Router router) {
        router.route(PATH + "*").handler(this::show);
        router.route(API + "*").handler(this::show);
    }

    private void show(RoutingContext context) {
        String path = context.request().path();
        if (!isPath(path)) {
            context.next(); // another spelling of the path
            return;
        }
        String code = path.substring(path.startsWith(API) ? API.length() : PATH.length());
        Future<Answer> asked = CODE.matcher(code).matches()
                ? ask(code)
                : Future.succeededFuture(new Answer(NOT_FOUND, Buffer.buffer()));
        asked.otherwise(new Answer(SERVICE_UNAVAILABLE, Buffer.buffer()))
                .onSuccess(answer -> answer(context, path.startsWith(API), answer));
    }

    private Future<Answer> ask(String code) {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(papers.resolve(code).toString())
                        .setTimeout(TIMEOUT_MILLIS))
                .compose(connected -> connected.send())
                .compose(answer -> answer.body().map(body -> new Answer(answer.statusCode(), body)));
    }

    private void answer(RoutingContext context, boolean asJson, Answer answer) {
        context.response().putHeader("X-Robots-Tag", "noindex");
        JsonObject paper = answer.status() == OK ? new JsonObject(answer.body()) : new JsonObject();
        if (!asJson) {
            answerPage(context, answer.status(), paper);
        } else if (answer.status() == OK) {
            StaticPage.answer(context, paper);
        } else {
            problems.send(
                    context.request(),
                    answer.status() == NOT_FOUND ? GatewayProblem.UNKNOWN_ROUTE : GatewayProblem.SERVICE_UNAVAILABLE);
        }
    }

    private static void answerPage(RoutingContext context, int status, JsonObject paper) {
        Locale language = StaticPage.languageOf(context);
        ResourceBundle labels = StaticPage.labels(language);
        String outcome = switch (status) {
            case OK -> "verify.valid." + paper.getBoolean("valid");
            case NOT_FOUND -> "verify.unknown";
            default -> "verify.unavailable";
        };
        StringBuilder main = new StringBuilder("<h1>" + labels.getString("verify") + "</h1>\n<p><strong>"
                + labels.getString(outcome) + "</strong></p>\n<p>" + labels.getString(outcome + ".text")
                + "</p>\n<dl>\n");
        for (String fact : FACTS) {
            if (paper.containsKey(fact)) {
                main.append("<dt>" + labels.getString("verify." + fact) + "</dt>\n<dd>"
                        + StaticPage.escaped(shown(fact, paper.getString(fact), language, labels)) + "</dd>\n");
            }
        }
        context.response().setStatusCode(status == OK || status == NOT_FOUND ? status : SERVICE_UNAVAILABLE);
        StaticPage.answer(
                context,
                language,
                StaticPage.html(
                        language,
                        labels.getString("verify"),
                        main.append("</dl>\n").toString()));
    }

    private static String shown(String fact, String value, Locale language, ResourceBundle labels) {
        return switch (fact) {
            case "kind" -> labels.getString("verify." + value);
            case "issuedOn", "firstDay", "lastDay" ->
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(language)
                        .format(LocalDate.parse(value));
            default -> value;
        };
    }
}
