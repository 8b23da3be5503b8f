package fr.cned.partenariats.enrollment.enrollment.opco;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import fr.cned.partenariats.enrollment.connection.OutsideServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An OPCO that answers as observed, and misbehaves when a test tells it. */
final class OpcoServer extends OutsideServer {

    static final String KEY = "key-of-the-centre";

    private static final String PAGE = "{\"total\":%d,\"count\":%d,\"page\":%d,\"EtatDossierResult\":[%s]}";
    private static final String ENTRY =
            "{\"numeroInterne\":\"%1$s\",\"numeroExterne\":\"EXT-%1$s\",\"numeroDeca\":\"029%1$s\",\"etat\":\"%2$s\"}";
    private static final String DOSSIER = "{\"engagement\":%s,\"cerfa\":{\"numeroInterne\":\"%s\"},\"echeances\":["
            + "{\"numero\":1,\"montantTotal\":500,\"montantRegle\":%s,\"dateOuverture\":\"2026-10-01T00:00:00\"},"
            + "{\"numero\":2,\"montantTotal\":400.5,\"montantRegle\":0,\"dateOuverture\":\"2027-03-01\"}]}";

    /** The states by number, in the order of the pages. */
    final Map<String, String> states = Collections.synchronizedMap(new LinkedHashMap<>());

    /** What the next requests for dossiers are answered with; 0 is a normal answer. */
    final ConcurrentLinkedQueue<Integer> faults = new ConcurrentLinkedQueue<>();

    /** The pages that were asked for, and the numbers of whose amounts. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    final AtomicInteger tokensGiven = new AtomicInteger();

    volatile String committed = "9000";
    volatile String paid = "0";
    volatile int pageSize = 100;
    /** How many more times the first page is sent before the others come; -1 for ever. */
    volatile int repeats;

    /** Each page has another dossier. */
    volatile boolean isEndless;

    volatile int tokenStatus = 200;
    volatile String tokenPrefix = "/token-";

    /** What it answers instead of amounts. */
    volatile String amounts = "";

    OpcoServer() {
        on("/token", exchange -> answer(exchange, tokenStatus, token()));
        on("/v1/dossiers/etats", exchange -> {
            int page = Integer.parseInt(parameter(exchange));
            asked.add("page " + page);
            reply(exchange, page(page));
        });
        on("/v1/dossiers/liste", exchange -> {
            String numbers = parameter(exchange);
            asked.add("amounts " + numbers);
            String all = Arrays.stream(numbers.split(",", -1))
                    .map(number -> DOSSIER.formatted(committed, number, paid))
                    .collect(Collectors.joining(",", "[", "]"));
            if (exchange.getRequestURI().toString().length() > 8_000) {
                answer(exchange, 414, "{}");
            } else {
                reply(exchange, amounts.isEmpty() ? all : amounts);
            }
        });
    }

    /** The settings of an installation that has this server for AKTO. */
    OpcoSettings settings() {
        return settings(Map.of(
                "enrollment.opco.akto.url",
                url(),
                "enrollment.opco.akto.token-url",
                url() + "/token",
                "enrollment.opco.akto.client-id",
                "software",
                "enrollment.opco.akto.client-secret",
                "secret"));
    }

    OpcoAccess access() {
        return settings().find("AKTO").orElseThrow();
    }

    static OpcoSettings settings(Map<String, String> properties) {
        return new OpcoSettings(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build());
    }

    private String token() {
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                .formatted(nameOf(tokensGiven.incrementAndGet()));
    }

    private String nameOf(int token) {
        return url() + tokenPrefix + token;
    }

    private String page(int number) {
        int shown = number;
        if (repeats < 0) {
            shown = 1;
        } else if (repeats > 0 && number > 1) {
            shown = Math.max(1, number - repeats);
        }
        if (isEndless) {
            return PAGE.formatted(1, 1, number, ENTRY.formatted("ENDLESS-" + number, "TRANSMIS"));
        }
        List<Map.Entry<String, String>> all = List.copyOf(states.entrySet());
        int from = Math.min(all.size(), (shown - 1) * pageSize);
        List<Map.Entry<String, String>> some = all.subList(from, Math.min(all.size(), from + pageSize));
        return PAGE.formatted(
                all.size(),
                some.size(),
                number,
                some.stream()
                        .map(one -> ENTRY.formatted(one.getKey(), one.getValue()))
                        .collect(Collectors.joining(",")));
    }

    private static String parameter(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return URLDecoder.decode(query.substring(query.indexOf('=') + 1), UTF_8);
    }

    private void reply(HttpExchange exchange, String body) throws IOException {
        Integer fault = faults.poll();
        if (fault != null && fault != 0) {
            answer(exchange, fault, "{\"message\":\"no\"}");
        } else if (!("Bearer " + nameOf(tokensGiven.get())).equals(header(exchange, "Authorization"))) {
            answer(exchange, 401, "{}");
        } else if (!KEY.equals(header(exchange, "X-API-KEY")) || header(exchange, "EDITEUR") == null) {
            answer(exchange, 403, "{}");
        } else {
            answer(exchange, 200, body);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
