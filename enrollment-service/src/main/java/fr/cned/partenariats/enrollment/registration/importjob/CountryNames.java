package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.enrollment.registration.importjob.file.PlainName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The codes of countries by their codes and their French and English names. */
final class CountryNames {

    private static final Map<String, String> CODES = codes();

    private CountryNames() {}

    /** The text itself when it is no country. */
    static String codeOf(String written) {
        return CODES.getOrDefault(PlainName.of(written), written);
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            Locale country = new Locale.Builder().setRegion(code).build();
            Stream.of(code, country.getDisplayCountry(Locale.FRENCH), country.getDisplayCountry(Locale.ENGLISH))
                    .forEach(name -> codes.put(PlainName.of(name), code));
        }
        codes.put("francaise", "FR"); // the nationality
        codes.put("francais", "FR");
        return codes;
    }
}
