package fr.cned.partenariats.enrollment.enrollment;

/** The distinction of a French diploma. The jury awards it; a diploma without one has no mention. */
public enum Mention {
    ASSEZ_BIEN,
    BIEN,
    TRES_BIEN,
    TRES_BIEN_FELICITATIONS
}
