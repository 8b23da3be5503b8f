package fr.cned.partenariats.partner.integration.people;

public enum NoticeFrequency {
    DAILY,
    URGENT_ONLY
}
