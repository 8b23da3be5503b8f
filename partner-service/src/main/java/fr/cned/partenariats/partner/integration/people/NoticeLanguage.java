package fr.cned.partenariats.partner.integration.people;

public enum NoticeLanguage {
    FR,
    EN
}
