package fr.cned.partenariats.commons.base.codes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The eighteen regions and their departments (Code officiel géographique, since 2016). */
public enum Region {
    AUVERGNE_RHONE_ALPES("Auvergne-Rhône-Alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    BOURGOGNE_FRANCHE_COMTE("Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    BRETAGNE("Bretagne", "22 29 35 56"),
    CENTRE_VAL_DE_LOIRE("Centre-Val de Loire", "18 28 36 37 41 45"),
    CORSE("Corse", "2A 2B"),
    GRAND_EST("Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    GUADELOUPE("Guadeloupe", "971"),
    GUYANE("Guyane", "973"),
    HAUTS_DE_FRANCE("Hauts-de-France", "02 59 60 62 80"),
    ILE_DE_FRANCE("Île-de-France", "75 77 78 91 92 93 94 95"),
    LA_REUNION("La Réunion", "974"),
    MARTINIQUE("Martinique", "972"),
    MAYOTTE("Mayotte", "976"),
    NORMANDIE("Normandie", "14 27 50 61 76"),
    NOUVELLE_AQUITAINE("Nouvelle-Aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    OCCITANIE("Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    PAYS_DE_LA_LOIRE("Pays de la Loire", "44 49 53 72 85"),
    PROVENCE_ALPES_COTE_D_AZUR("Provence-Alpes-Côte d'Azur", "04 05 06 13 83 84");

    private final String label;
    private final String departments;

    Region(String label, String departments) {
        this.label = label;
        this.departments = departments;
    }

    public String label() {
        return label;
    }

    /**
     * Empty for an unknown department, and for the overseas collectivities (975, 977, 978, 98x): they have no region.
     */
    public static Optional<Region> ofDepartment(String department) {
        return Arrays.stream(values())
                .filter(region -> List.of(region.departments.split(" ", -1)).contains(department))
                .findFirst();
    }

    public static Optional<Region> named(String label) {
        return Arrays.stream(values())
                .filter(region -> region.label.equals(label))
                .findFirst();
    }
}
