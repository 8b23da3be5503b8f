package fr.cned.partenariats.e2e;

import java.util.List;
import java.util.UUID;

/**
 * The year of a sport federation with a framework agreement, and of two sport centres with agreements under it. One centre
 * is a member of the federation. Each of them registers its athletes one by one.
 */
final class FederationYear {

    private static final String ATHLETE = "\"highLevelAthlete\":true";

    private final YearOffice office;
    private final YearPartner federation;
    private final YearPartner member;
    private final YearPartner club;

    /** An athlete pays 160 EUR. The framework has 60 seats, of which the centres hold 25 and 15. */
    FederationYear(YearOffice office) {
        this.office = office;
        UUID federationId = office.partner("SPORT_FEDERATION", "Fédération sportive");
        UUID memberId = office.partner("SPORT_CENTRE", "Pôle membre", ",\"parentId\":\"" + federationId + '"');
        UUID clubId = office.partner("SPORT_CENTRE", "Club");
        String training = office.training("DIPLOME_UNIVERSITE", "DU", false);
        String offering = office.offering(training, 60, 0, 200);
        String framework =
                office.agreement("FRAMEWORK", federationId, """
                "startsOn":"2022-01-01","scope":{"families":["DIPLOME_UNIVERSITE"]},"seatQuotas":[%s],
                "tariff":{"fixedPrice":{"amount":160,"currency":"EUR"}},
                "fundings":[{"kind":"INDIVIDUAL"},{"kind":"EMPLOYER"},{"kind":"PARTNER"}],
                "adaptations":[{"code":"REDUCED_PRICE","nature":"COMMERCIAL"}]""".formatted(office.quota("DIPLOME_UNIVERSITE", 60)));
        federation = new YearPartner(federationId, framework, training, offering);
        member = new YearPartner(memberId, underFramework(memberId, 25), training, offering);
        club = new YearPartner(clubId, underFramework(clubId, 15), training, offering);
    }

    private String underFramework(UUID centre, int seats) {
        return office.agreement(
                "SPECIFIC", centre, """
                "parentId":"%s","seatQuotas":[%s]""".formatted(federation.agreement(), office.quota("DIPLOME_UNIVERSITE", seats)));
    }

    YearPartner federation() {
        return federation;
    }

    YearPartner member() {
        return member;
    }

    YearPartner club() {
        return club;
    }

    List<YearPartner> partners() {
        return List.of(federation, member, club);
    }

    void register() {
        partners().forEach(partner -> office.awaitEligible(partner, partner.offering(), ""));
        register(federation, "F", 20);
        register(member, "M", 25);
        register(club, "B", 15);
    }

    /** The last five athletes of the member have an employer that pays. */
    private void register(YearPartner partner, String prefix, int athletes) {
        for (int athlete = 0; athlete < athletes; athlete++) {
            String fundings = athlete < 20 ? "" : ",\"fundings\":[{\"kind\":\"EMPLOYER\",\"amount\":160}]";
            partner.register("""
                    "reference":"%s","student":%s%s""".formatted(
                    reference(prefix, athlete), office.student("Sportif " + prefix, athlete, ATHLETE), fundings));
        }
        partner.reread();
    }

    private static String reference(String prefix, int athlete) {
        return prefix + "%02d".formatted(athlete);
    }

    void decideFundings() {
        office.approve(member.enrollment("M20"), "EMPLOYER");
        office.approve(member.enrollment("M21"), "EMPLOYER");
        office.approvePart(member.enrollment("M22"), "EMPLOYER", "100", "PARTNER");
        office.refuse(member.enrollment("M23"), "EMPLOYER");
        office.adaptPrice(federation.enrollment("F19"), "REDUCED_PRICE", 120);
    }

    void leave() {
        federation.withdraw("F00", office.today(), "Blessure");
        federation.withdraw("F01", office.today(), "Blessure");
        member.withdraw("M00", office.today(), "Blessure");
    }

    /** Ten athletes of the federation, ten of the member and five of the club. */
    void complete() {
        for (int athlete = 2; athlete <= 11; athlete++) {
            complete(federation, "F", athlete, athlete % 2 == 0);
        }
        for (int athlete = 1; athlete <= 10; athlete++) {
            complete(member, "M", athlete, athlete <= 8);
        }
        for (int athlete = 0; athlete <= 4; athlete++) {
            complete(club, "B", athlete, true);
        }
    }

    private void complete(YearPartner partner, String prefix, int athlete, boolean passed) {
        office.complete(partner.enrollment(reference(prefix, athlete)), passed ? "PASSED" : "FAILED", "");
    }
}
