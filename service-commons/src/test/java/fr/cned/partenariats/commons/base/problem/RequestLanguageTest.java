package fr.cned.partenariats.commons.base.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestLanguageTest {

    @Test
    void aHeaderOfMoreThanAHundredCharactersIsIgnored() {
        String french = "fr" + ", de;q=0.5".repeat(9);
        assertThat(RequestLanguage.of(french)).isEqualTo(Locale.FRENCH);
        assertThat(RequestLanguage.of(french + ", de;q=0.5")).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void theHeaderIsParsedOncePerRequest() {
        AtomicInteger reads = new AtomicInteger();
        RoutingContext request = request("fr", reads);
        for (int row = 0; row < 2_000; row++) {
            assertThat(RequestLanguage.of(request)).isEqualTo(Locale.FRENCH);
        }
        assertThat(reads).hasValue(1);
    }

    private static RoutingContext request(String language, AtomicInteger reads) {
        HttpServerRequest request = (HttpServerRequest) Proxy.newProxyInstance(
                RequestLanguageTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, args) -> {
                    reads.incrementAndGet();
                    return language;
                });
        Map<Object, Object> data = new HashMap<>();
        return (RoutingContext) Proxy.newProxyInstance(
                RequestLanguageTest.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "get" -> data.get(args[0]);
                    case "put" -> data.put(args[0], args[1]);
                    default -> request;
                });
    }
}
