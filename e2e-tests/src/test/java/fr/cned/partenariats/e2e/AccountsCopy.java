package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The funding lines as the accounts keep them: of each enrollment the rows of the newest page that has it. */
final class AccountsCopy {

    private static final String HEADER = "enrollmentId;revision;state;partnerId;agreementId;trainingId;offeringId;"
            + "academicYear;registeredAt;withdrawnOn;price;lineId;payer;funder;amount;decision;decidedAt";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Map<String, List<Row>> rows = new HashMap<>();
    private String cursor = "now";

    /** @param cents of the line */
    record Row(String enrollment, String state, String agreement, String payer, long cents, String decision) {

        static Row of(String line) {
            String[] cells = line.split(";", -1);
            return new Row(cells[0], cells[2], cells[4], cells[12], cents(cells[14]), cells[15]);
        }

        private static long cents(String amount) {
            return amount.isEmpty() ? 0 : Long.parseLong(amount.replace(".", ""));
        }
    }

    /** Reads all changes since the last call. The first call only remembers where to begin. */
    void follow() {
        boolean more = true;
        while (more) {
            Response page = Platform.http()
                    .get(YearOffice.enrollments(), "/v1/fundings/accounts.csv?limit=1000&cursor=" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            replace(page.text());
            cursor = Objects.requireNonNull(page.headers().get("Next-Cursor"));
            more = Boolean.parseBoolean(page.headers().get("More"));
        }
    }

    private void replace(String page) {
        List<String> lines = page.lines().toList();
        assertThat(lines.get(0)).startsWith(BYTE_ORDER_MARK + HEADER);
        Map<String, List<Row>> changed = new HashMap<>();
        lines.stream()
                .skip(1)
                .map(Row::of)
                .forEach(row -> changed.computeIfAbsent(row.enrollment(), of -> new ArrayList<>())
                        .add(row));
        rows.putAll(changed);
    }

    Stream<Row> under(String agreement) {
        return rows.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.agreement().equals(agreement));
    }
}
