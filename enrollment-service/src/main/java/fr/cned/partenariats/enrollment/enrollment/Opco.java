package fr.cned.partenariats.enrollment.enrollment;

/** The eleven opérateurs de compétences that the State has approved. */
public enum Opco {
    AFDAS,
    AKTO,
    ATLAS,
    CONSTRUCTYS,
    OCAPIAT,
    OPCO_2I,
    OPCO_EP,
    OPCO_MOBILITES,
    OPCO_SANTE,
    OPCOMMERCE,
    UNIFORMATION
}
