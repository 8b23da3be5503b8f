package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account in Keycloak. Keycloak alone has the name, the address, the password, the role and whether
 * the account is enabled, so the two cannot disagree about them.
 */
@Entity
class Person {

    @Id
    private UUID id;

    @Version
    private long version;

    private @Nullable UUID partnerId;
    private @Nullable String office;

    /** The {@code sub} of the person's tokens. */
    private UUID keycloakId;

    private boolean invitationMailed;
    private Instant invitedAt;

    /** A change at Keycloak is one of this row, too: the audit trail and the revision have it. */
    @Column(name = "changed_at")
    private Instant changedAt;

    /** The kinds of notices that the person does not want: a new kind is wanted. */
    private String[] mutedNotices;

    @Enumerated(EnumType.STRING)
    private NoticeFrequency noticeFrequency;

    @Enumerated(EnumType.STRING)
    private NoticeLanguage noticeLanguage;

    /** Written by {@link SignIns} only. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastSignInAt;

    protected Person() {}

    static Person of(PeopleGroup group, UUID keycloakId, boolean mailed, Instant now) {
        Person person = new Person();
        person.id = Ids.next();
        person.partnerId = group.partnerId();
        person.office = group.office();
        person.keycloakId = keycloakId;
        person.mutedNotices = new String[0];
        person.noticeFrequency = NoticeFrequency.DAILY;
        person.noticeLanguage = NoticeLanguage.FR;
        person.invited(mailed, now);
        return person;
    }

    /** Mails have only notices since {@code invitedAt}, so it stays once the person has signed in. */
    void invited(boolean mailed, Instant now) {
        invitationMailed = mailed;
        invitedAt = hasSignedIn() ? invitedAt : now;
        changedAt = now;
    }

    void changed(Instant now) {
        changedAt = now;
    }

    NoticeSettings noticeSettings() {
        Set<String> muted = Set.of(mutedNotices);
        return new NoticeSettings(
                Stream.of(NoticeKind.values())
                        .filter(kind -> !muted.contains(kind.name()))
                        .toList(),
                noticeFrequency,
                noticeLanguage);
    }

    void replaceNoticeSettings(NoticeSettings settings, Instant now) {
        mutedNotices = Stream.of(NoticeKind.values())
                .filter(kind -> !settings.kinds().contains(kind))
                .map(NoticeKind::name)
                .toArray(String[]::new);
        noticeFrequency = settings.frequency();
        noticeLanguage = settings.language();
        changedAt = now;
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    PeopleGroup group() {
        return new PeopleGroup(partnerId, office);
    }

    UUID keycloakId() {
        return keycloakId;
    }

    boolean hasSignedIn() {
        return lastSignInAt != null;
    }

    PersonView view(KeycloakPeople.Account account) {
        PersonState state = hasSignedIn() ? PersonState.ACTIVE : PersonState.INVITED;
        return new PersonView(
                id,
                version,
                partnerId,
                office,
                account.firstName(),
                account.lastName(),
                account.email(),
                account.role(),
                account.siteIds().isEmpty() ? null : account.siteIds(),
                account.enabled() ? state : PersonState.SUSPENDED,
                invitationMailed,
                invitedAt,
                lastSignInAt);
    }
}
