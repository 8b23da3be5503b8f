package fr.cned.partenariats.parking.space;

enum Kind {
    CAR,
    BICYCLE
}
