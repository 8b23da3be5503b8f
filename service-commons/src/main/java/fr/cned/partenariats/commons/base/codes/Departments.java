package fr.cned.partenariats.commons.base.codes;

/** Finds the department of a municipality. */
public final class Departments {

    private Departments() {}

    /** Uses the INSEE code, because a postal code may be shared by municipalities of two departments. */
    public static String ofMunicipality(String inseeCode) {
        boolean overseas = inseeCode.startsWith("97") || inseeCode.startsWith("98");
        return inseeCode.substring(0, overseas ? 3 : 2);
    }
}
