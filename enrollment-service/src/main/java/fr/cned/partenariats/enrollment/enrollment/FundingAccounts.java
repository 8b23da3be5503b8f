package fr.cned.partenariats.enrollment.enrollment;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.SpreadsheetCell;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The feed of enrollments as the accounts need it: one row for each funding line, without personal data. */
@ApplicationScoped
class FundingAccounts implements ChangeSource<Enrollment> {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ChangeFeed feed;
    private final EnrollmentRepository enrollments;

    FundingAccounts(ChangeFeed feed, EnrollmentRepository enrollments) {
        this.feed = feed;
        this.enrollments = enrollments;
    }

    record Page(String csv, String next, boolean more) {}

    private record Column(
            String english, String french, BiFunction<Enrollment, @Nullable FundingLine, @Nullable Object> value) {

        static Column ofEnrollment(String english, String french, Function<Enrollment, @Nullable Object> value) {
            return new Column(english, french, (enrollment, line) -> value.apply(enrollment));
        }

        static Column ofLine(String english, String french, Function<FundingLine, @Nullable Object> value) {
            return new Column(english, french, (enrollment, line) -> line == null ? null : value.apply(line));
        }
    }

    private static final List<Column> COLUMNS = List.of(
            Column.ofEnrollment("enrollmentId", "inscription", Enrollment::id),
            Column.ofEnrollment("revision", "révision", Enrollment::revision),
            Column.ofEnrollment("state", "état", Enrollment::state),
            Column.ofEnrollment("partnerId", "partenaire", Enrollment::partnerId),
            Column.ofEnrollment("agreementId", "convention", Enrollment::agreementId),
            Column.ofEnrollment("trainingId", "formation", Enrollment::trainingId),
            Column.ofEnrollment("offeringId", "session", Enrollment::offeringId),
            Column.ofEnrollment("academicYear", "année universitaire", Enrollment::academicYear),
            Column.ofEnrollment("registeredAt", "inscrite le", Enrollment::registeredAt),
            Column.ofEnrollment("withdrawnOn", "abandon le", Enrollment::withdrawnOn),
            Column.ofEnrollment("price", "prix", e -> euros(e.price())),
            Column.ofLine("lineId", "ligne", FundingLine::id),
            Column.ofLine("payer", "payeur", FundingLine::kind),
            Column.ofLine("funder", "financeur", FundingLine::funder),
            Column.ofLine("amount", "montant", line -> euros(line.amount())),
            Column.ofLine("decision", "décision", FundingLine::state),
            Column.ofLine("decidedAt", "décidée le", FundingLine::decidedAt),
            Column.ofLine("refund", "remboursement", line -> line.refund() == null ? null : euros(line.refund())));

    @Transactional
    Page read(ChangeFeedParams params, Locale language) {
        ChangeFeedPage<Enrollment> page = feed.read(this, TenantScope.ALL, params);
        StringWriter text = new StringWriter().append(BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(';')
                .lineDelimiter(LineDelimiter.CRLF)
                .bufferSize(0) // the text is in memory
                .build(text);
        boolean french = language.getLanguage().equals(Locale.FRENCH.getLanguage());
        csv.writeRecord(COLUMNS.stream()
                .map(column -> french ? column.french() : column.english())
                .toList());
        page.items().forEach(enrollment -> rows(enrollment).forEach(csv::writeRecord));
        return new Page(text.toString(), page.next(), page.more());
    }

    private static List<List<String>> rows(Enrollment enrollment) {
        return enrollment.fundings().isEmpty()
                ? List.of(row(enrollment, null)) // the accounts see that earlier lines are gone
                : enrollment.fundings().stream()
                        .map(line -> row(enrollment, line))
                        .toList();
    }

    private static String euros(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
    }

    private static List<String> row(Enrollment enrollment, @Nullable FundingLine line) {
        return COLUMNS.stream()
                .map(column -> Objects.toString(column.value().apply(enrollment, line), ""))
                .map(SpreadsheetCell::neutralised)
                .toList();
    }

    @Override
    public String objectType() {
        return "enrollment";
    }

    @Override
    public List<ChangedObject<Enrollment>> listAfter(UUID id, TenantScope scope, int size) {
        return shown(
                enrollments.find("id > ?1", Sort.by("id"), id).page(0, size).list());
    }

    @Override
    public List<ChangedObject<Enrollment>> find(Collection<UUID> ids, TenantScope scope) {
        return shown(enrollments.list("id in ?1", ids));
    }

    /** Amounts stay after an erasure: they identify nobody. */
    private static List<ChangedObject<Enrollment>> shown(List<Enrollment> found) {
        return found.stream()
                .map(enrollment -> ChangedObject.shown(enrollment.id(), enrollment))
                .toList();
    }
}
