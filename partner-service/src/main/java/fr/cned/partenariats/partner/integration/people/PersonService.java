package fr.cned.partenariats.partner.integration.people;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.EMAIL_IN_USE;
import static fr.cned.partenariats.partner.PartnerProblem.LAST_ADMINISTRATOR;
import static fr.cned.partenariats.partner.PartnerProblem.OFFICE_ROLE;
import static fr.cned.partenariats.partner.PartnerProblem.OWN_ACCOUNT;
import static fr.cned.partenariats.partner.PartnerProblem.PERSON_SUSPENDED;
import static fr.cned.partenariats.partner.PartnerProblem.ROLE_WITHOUT_SITES;
import static fr.cned.partenariats.partner.PartnerProblem.TOO_MANY_PEOPLE;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswers;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import fr.cned.partenariats.partner.AdvisoryLock;
import fr.cned.partenariats.partner.PersonalFields;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.integration.apiclient.ChangeLimit;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakFailure;
import fr.cned.partenariats.partner.integration.people.KeycloakPeople.Account;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import fr.cned.partenariats.partner.registry.site.SiteLookup;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people here and in Keycloak. Keycloak makes a change before this transaction commits; when the transaction is
 * lost after it, what Keycloak says counts, and an invitation that is sent again takes over the account.
 */
@ApplicationScoped
class PersonService {

    private static final int MOST_OF_A_GROUP = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final PersonRepository people;
    private final PartnerLookup partners;
    private final SiteLookup sites;
    private final KeycloakPeople keycloak;
    private final ProviderIdentities identities;
    private final MergePatch mergePatch;
    private final StoredAnswers storedAnswers;
    private final Caller caller;
    private final WholeTenantRows wholeTenant;
    private final Clock clock;
    private final ChangeLimit limit = new ChangeLimit(PATIENCE);

    PersonService(
            PersonRepository people,
            PartnerLookup partners,
            SiteLookup sites,
            KeycloakPeople keycloak,
            ProviderIdentities identities,
            MergePatch mergePatch,
            StoredAnswers storedAnswers,
            Caller caller,
            WholeTenantRows wholeTenant,
            Clock clock) {
        this.people = people;
        this.partners = partners;
        this.sites = sites;
        this.keycloak = keycloak;
        this.identities = identities;
        this.mergePatch = mergePatch;
        this.storedAnswers = storedAnswers;
        this.caller = caller;
        this.wholeTenant = wholeTenant;
        this.clock = clock;
    }

    @Transactional
    PersonView create(CreatePerson request) {
        PeopleGroup group = group(request);
        Map<String, String> invitedAs = group.partnerId() == null
                ? Map.of()
                : identities.of(partners.requireOpen(group.partnerId(), "/partnerId"), request.email());
        requireWholePartner(request.role(), request.siteIds());
        sites.requireOf(group.partnerId(), request.siteIds(), "/siteIds");
        return limited(() -> {
            serialise(group);
            if (people.countOf(group) >= MOST_OF_A_GROUP) {
                throw Refusal.of(TOO_MANY_PEOPLE, MOST_OF_A_GROUP);
            }
            Account account = keycloak.create(group, request, invitedAs)
                    .or(() -> takenOver(group, request, invitedAs))
                    .orElseThrow(() -> Refusal.at("/email", EMAIL_IN_USE));
            boolean mailed = keycloak.sendInvitation(account.id(), group, true);
            Person person = Person.of(group, account.id(), mailed, clock.instant());
            people.persistAndFlush(person);
            return person.view(account);
        });
    }

    /** An account of the group without a row: its transaction was lost, or an administrator of Keycloak made it. */
    private Optional<Account> takenOver(PeopleGroup group, CreatePerson request, Map<String, String> invitedAs) {
        return keycloak.findAll(group).stream()
                .filter(account -> request.email().equalsIgnoreCase(account.email()))
                .filter(account -> !people.hasAccount(account.id()))
                .findFirst()
                .flatMap(account -> {
                    keycloak.link(account.id(), invitedAs);
                    Optional<Account> taken = keycloak.update(account.id(), user -> {
                        KeycloakPeople.setRights(user, request.role(), request.siteIds());
                        user.put("enabled", true);
                    });
                    taken.ifPresent(found -> join(group, found.id(), request.role()));
                    return taken;
                });
    }

    private PeopleGroup group(CreatePerson request) {
        @Nullable UUID named = request.partnerId();
        if (caller.isBoundToTenant() || (named != null && caller.has(Roles.PARTNERSHIP_OFFICER))) {
            return new PeopleGroup(caller.scope().actingTenant(named, "/partnerId", UNKNOWN_PARTNER), null);
        }
        if (named != null) {
            throw Refusal.invalid(new Violation("/partnerId", UNKNOWN_PARTNER, named.toString()));
        }
        PeopleGroup office = new PeopleGroup(null, office());
        requireFits(office, request.role());
        return office;
    }

    /** The office of a caller of the Cned's staff, named by its role. */
    private String office() {
        return Stream.of(Roles.PARTNERSHIP_OFFICER, Roles.CATALOG_MANAGER, Roles.ENROLLMENT_OFFICER)
                .filter(caller::has)
                .findFirst()
                .orElseThrow();
    }

    private static void requireFits(PeopleGroup group, PersonRole role) {
        if (group.isOffice() && role != PersonRole.ADMINISTERS) {
            throw Refusal.invalid(new Violation("/role", OFFICE_ROLE));
        }
    }

    /** No site decides which apprentices a host sees. */
    private static void requireWholePartner(PersonRole role, @Nullable List<UUID> siteIds) {
        if (role == PersonRole.HOSTS_APPRENTICES && siteIds != null && !siteIds.isEmpty()) {
            throw Refusal.invalid(new Violation("/siteIds", ROLE_WITHOUT_SITES));
        }
    }

    /** A read keeps no connection of the database while Keycloak works. */
    PersonView get(UUID id) {
        Person person = QuarkusTransaction.requiringNew()
                .call(() -> people.find(kept().equal("id", id)).firstResultOptional())
                .orElseThrow(PersonService::notFound);
        return atKeycloak(() -> person.view(account(person)));
    }

    /** People whose account an administrator of Keycloak has deleted are left out. */
    Page<PersonView> list(@Nullable UUID partnerId, @Nullable Integer unseenForDays, PageParams page) {
        Conditions conditions = kept().after(
                        "id", page.after(UUID.class, partnerId, unseenForDays).orElse(null))
                .equal("partnerId", partnerId)
                .matching(
                        "coalesce(lastSignInAt, invitedAt) <= ?",
                        unseenForDays == null ? null : clock.instant().minus(unseenForDays, ChronoUnit.DAYS));
        if (partnerId == null && !caller.isBoundToTenant()) {
            conditions.equal("office", office());
        }
        List<Person> rows = QuarkusTransaction.requiringNew().call(() -> people.list(conditions, page.fetchSize()));
        Map<UUID, Account> accounts =
                rows.isEmpty() ? Map.of() : accounts(rows.get(0).group());
        Page<Optional<PersonView>> found = Page.of(
                rows,
                page,
                person -> Optional.ofNullable(accounts.get(person.keycloakId())).map(person::view),
                Person::id,
                partnerId,
                unseenForDays);
        return new Page<>(found.items().stream().flatMap(Optional::stream).toList(), found.next());
    }

    private Map<UUID, Account> accounts(PeopleGroup group) {
        return atKeycloak(
                () -> keycloak.findAll(group).stream().collect(Collectors.toMap(Account::id, Function.identity())));
    }

    /** The people that the caller keeps. The partnership office keeps those of all partners, too. */
    private Conditions kept() {
        Optional<UUID> own = caller.scope().restrictedTo();
        if (own.isPresent()) {
            return new Conditions().equal("partnerId", own.get());
        }
        return caller.has(Roles.PARTNERSHIP_OFFICER)
                ? new Conditions().matching("(partnerId is not null or office = ?)", office())
                : new Conditions().equal("office", office());
    }

    @Transactional
    PersonView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Person person = lock(id);
        expected.check(person.revision());
        return limited(() -> {
            Account account = account(person);
            PersonDetails details =
                    mergePatch.apply(new PersonDetails(account.role(), account.siteIds()), patch, PersonDetails.class);
            PersonRole role = details.role();
            requireFits(person.group(), role);
            requireWholePartner(role, details.siteIds());
            List<UUID> limits = SiteLookup.distinct(details.siteIds());
            if (!limits.equals(account.siteIds())) {
                sites.requireOf(person.group().partnerId(), details.siteIds(), "/siteIds");
            }
            boolean isHost = role == PersonRole.HOSTS_APPRENTICES;
            if (!isHost) { // before the rights: an administrator whose tokens have another role would count as one
                join(person.group(), person.keycloakId(), role);
            }
            PersonView view = change(
                    person,
                    role != PersonRole.ADMINISTERS || !limits.isEmpty(),
                    user -> KeycloakPeople.setRights(user, role, limits));
            if (isHost) {
                join(person.group(), person.keycloakId(), role);
            }
            return view;
        });
    }

    /** Also without a change of the role: an earlier one can have ended before this. */
    private void join(PeopleGroup group, UUID account, PersonRole role) {
        if (!group.isOffice()) {
            keycloak.join(account, role);
        }
    }

    @Transactional
    PersonView suspend(UUID id) {
        Person person = lock(id);
        return limited(() -> change(person, true, user -> user.put("enabled", false)));
    }

    @Transactional
    PersonView resume(UUID id) {
        Person person = lock(id);
        return limited(() -> change(person, false, user -> user.put("enabled", true)));
    }

    private PersonView change(Person person, boolean endsAdministration, Consumer<ObjectNode> change) {
        if (endsAdministration) {
            requireOtherAdministrator(person);
        }
        Account account = keycloak.update(person.keycloakId(), change).orElseThrow(PersonService::notFound);
        person.changed(clock.instant());
        people.flush();
        return person.view(account);
    }

    /** Answers that are stored for retries lose the name and the address. */
    @Transactional
    void delete(UUID id) {
        Person person = lock(id);
        if (person.keycloakId().toString().equals(caller.subject())) {
            throw Refusal.of(OWN_ACCOUNT);
        }
        limited(() -> {
            requireOtherAdministrator(person);
            keycloak.delete(person.keycloakId());
            people.delete(person);
            List.of("firstName", "lastName", "email").forEach(field -> PersonalFields.erase(storedAnswers, id, field));
            return person;
        });
    }

    @Transactional
    PersonView invite(UUID id) {
        Person person = lock(id);
        return limited(() -> {
            Account account = account(person);
            if (!account.enabled()) {
                throw Refusal.of(PERSON_SUSPENDED);
            }
            keycloak.link(account.id(), invitedAs(person, account));
            boolean mailed = keycloak.sendInvitation(account.id(), person.group(), !person.hasSignedIn());
            person.invited(mailed, clock.instant());
            people.flush();
            return person.view(account);
        });
    }

    /** As of now: the partner may have other identifiers than before, or the installation a provider. */
    private Map<String, String> invitedAs(Person person, Account account) {
        return Optional.ofNullable(person.group().partnerId())
                .flatMap(partnerId ->
                        partners.find(List.of(partnerId)).values().stream().findFirst())
                .flatMap(partner -> Optional.ofNullable(account.email()).map(email -> identities.of(partner, email)))
                .orElse(Map.of());
    }

    /** A person who is limited to sites sees no people, but has its own settings. */
    @Transactional
    NoticeSettings noticeSettings() {
        return wholeTenant.call(() -> people.findByAccount(caller.subject())
                .firstResultOptional()
                .orElseThrow(PersonService::notFound)
                .noticeSettings());
    }

    @Transactional
    NoticeSettings replaceNoticeSettings(NoticeSettings settings) {
        return wholeTenant.call(() -> {
            Person person = people.findByAccount(caller.subject())
                    .withLock(LockModeType.PESSIMISTIC_WRITE)
                    .firstResultOptional()
                    .orElseThrow(PersonService::notFound);
            person.replaceNoticeSettings(settings, clock.instant());
            return person.noticeSettings();
        });
    }

    /** Two administrators of a group wait for each other, so that they cannot end each other's rights at once. */
    private void requireOtherAdministrator(Person person) {
        serialise(person.group());
        List<UUID> administrators = keycloak.findAll(person.group()).stream()
                .filter(Account::isAdministrator)
                .map(Account::id)
                .toList();
        if (person.hasSignedIn()
                && administrators.contains(person.keycloakId())
                && !people.hasOtherActive(administrators, person)) {
            throw Refusal.of(LAST_ADMINISTRATOR);
        }
    }

    private void serialise(PeopleGroup group) {
        AdvisoryLock.take(people.getEntityManager(), List.of("people " + group.value()));
    }

    /** The scope is part of the locking query, so that no caller waits for a foreign row. */
    private Person lock(UUID id) {
        return people.find(kept().equal("id", id))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(PersonService::notFound);
    }

    private Account account(Person person) {
        return keycloak.find(person.keycloakId()).orElseThrow(PersonService::notFound);
    }

    private <T> T limited(Supplier<T> change) {
        return atKeycloak(() -> limit.run(caller.scope().restrictedTo(), change));
    }

    private static <T> T atKeycloak(Supplier<T> call) {
        try {
            return call.get();
        } catch (KeycloakFailure failure) {
            throw failure.refusal();
        }
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "person");
    }
}
