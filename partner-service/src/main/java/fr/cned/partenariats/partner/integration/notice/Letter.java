package fr.cned.partenariats.partner.integration.notice;

/** The text of a mail, twice. */
record Letter(String subject, String text, String html) {}
