package fr.cned.partenariats.partner.agreement.terms;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds terms for tests of pure rules. */
public final class TermsBuilder {

    private @Nullable String title;
    private final List<Party> parties = new ArrayList<>();
    private @Nullable LocalDate startsOn;
    private @Nullable LocalDate endsOn;
    private Scope scope = Scope.ALL;
    private List<SeatQuota> quotas = List.of();
    private @Nullable Tariff tariff;
    private List<AgreedFunding> fundings = List.of();
    private @Nullable Refund refund;
    private @Nullable Integer weeklyHours;
    private List<Adaptation> adaptations = List.of();

    private TermsBuilder() {}

    public static TermsBuilder terms() {
        return new TermsBuilder();
    }

    /** A quota without an id. */
    public static SeatQuota quota(@Nullable Family family, int seats) {
        return new SeatQuota(null, "2026-2027", family, null, seats);
    }

    public static SeatQuota quota(String trainingCode, int seats) {
        return new SeatQuota(null, "2026-2027", null, trainingCode, seats);
    }

    public static Tariff discount(String percent) {
        return new Tariff(new BigDecimal(percent), null);
    }

    public static Tariff price(String euros) {
        return new Tariff(null, new Money(new BigDecimal(euros), "EUR"));
    }

    public TermsBuilder title(String value) {
        title = value;
        return this;
    }

    public TermsBuilder parties(UUID... partners) {
        for (UUID partner : partners) {
            parties.add(new Party(partner, PartyRole.SIGNATORY));
        }
        return this;
    }

    public TermsBuilder startsOn(@Nullable String day) {
        startsOn = day == null ? null : LocalDate.parse(day);
        return this;
    }

    public TermsBuilder endsOn(@Nullable String day) {
        endsOn = day == null ? null : LocalDate.parse(day);
        return this;
    }

    public TermsBuilder scope(Scope value) {
        scope = value;
        return this;
    }

    public TermsBuilder quotas(SeatQuota... values) {
        quotas = List.of(values);
        return this;
    }

    public TermsBuilder tariff(Tariff value) {
        tariff = value;
        return this;
    }

    public TermsBuilder fundings(FundingKind... kinds) {
        fundings = Stream.of(kinds).map(AgreedFunding::new).toList();
        return this;
    }

    public TermsBuilder refund(Refund value) {
        refund = value;
        return this;
    }

    public TermsBuilder weeklyHours(int hours) {
        weeklyHours = hours;
        return this;
    }

    public TermsBuilder adaptations(String... codes) {
        adaptations = Stream.of(codes)
                .map(code -> new Adaptation(code, Adaptation.Nature.PEDAGOGICAL, null))
                .toList();
        return this;
    }

    public AgreementTerms build() {
        return new AgreementTerms(
                title, parties, startsOn, endsOn, scope, quotas, tariff, fundings, refund, weeklyHours, adaptations);
    }
}
