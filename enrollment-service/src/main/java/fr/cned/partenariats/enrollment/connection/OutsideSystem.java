package fr.cned.partenariats.enrollment.connection;

/** A system outside of the platform that gives each training centre its key. All but the dashboard are OPCOs. */
public enum OutsideSystem {
    DASHBOARD,
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
