package fr.cned.partenariats.commons.changelog;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Records each entity that Hibernate inserts, updates or deletes, so that a new use case is in the log without a call. It
 * does not see statements in SQL or HQL: their use case calls {@link ChangeRecorder#record}.
 */
@ApplicationScoped
class EntityChangeListener implements PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {

    private static final long serialVersionUID = 1L;

    private final transient ChangeRecorder recorder;
    /** The indexes of the properties with owners. */
    private final transient Map<Class<?>, List<Integer>> ownerProperties = new ConcurrentHashMap<>();

    EntityChangeListener(ChangeRecorder recorder) {
        this.recorder = recorder;
    }

    /** Runs before jobs, consumers and requests start. */
    void listen(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
            EntityManagerFactory entities) {
        EventListenerRegistry registry = entities.unwrap(SessionFactoryImplementor.class)
                .getEventEngine()
                .getListenerRegistry();
        registry.appendListeners(EventType.POST_INSERT, this);
        registry.appendListeners(EventType.POST_UPDATE, this);
        registry.appendListeners(EventType.POST_DELETE, this);
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        record(event, null, event.getState(), List.of());
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        record(event, event.getOldState(), event.getState(), changedFields(event));
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        record(event, event.getDeletedState(), null, List.of());
    }

    private void record(
            AbstractDatabaseOperationEvent event,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after,
            List<String> changedFields) {
        EntityPersister persister = event.getPersister();
        Class<?> type = persister.getMappedClass();
        if (!type.isAnnotationPresent(NotLogged.class)) {
            recorder.add(
                    new ChangeRecord(
                            ChangeRecord.objectType(type),
                            event.getId().toString(),
                            revision(persister, before),
                            revision(persister, after),
                            changedFields,
                            owners(persister, before, after),
                            true),
                    event.getSession());
        }
    }

    private Set<UUID> owners(
            EntityPersister persister, @Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after) {
        return ownerProperties
                .computeIfAbsent(
                        persister.getMappedClass(), type -> ownerProperties(type, persister.getPropertyNames()))
                .stream()
                .flatMap(property -> Stream.concat(owners(before, property), owners(after, property)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<UUID> owners(@Nullable Object @Nullable [] state, int property) {
        Object value = state == null ? null : state[property];
        if (value instanceof UUID owner) {
            return Stream.of(owner);
        }
        return value instanceof UUID[] owners ? Arrays.stream(owners) : Stream.empty();
    }

    private static List<Integer> ownerProperties(Class<?> entity, String[] properties) {
        return Arrays.stream(entity.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Owner.class))
                .map(field -> Arrays.asList(properties).indexOf(field.getName()))
                .toList();
    }

    private static @Nullable Long revision(EntityPersister persister, @Nullable Object @Nullable [] state) {
        return persister.isVersioned()
                        && state != null
                        && state[persister.getVersionPropertyIndex()] instanceof Number version
                ? version.longValue()
                : null;
    }

    private static List<String> changedFields(PostUpdateEvent event) {
        EntityPersister persister = event.getPersister();
        String[] names = persister.getPropertyNames();
        Type[] types = persister.getPropertyTypes();
        int @Nullable [] dirty = event.getDirtyProperties();
        @Nullable Object @Nullable [] before = event.getOldState();
        List<String> changed = new ArrayList<>();
        for (int i : dirty == null ? new int[0] : dirty) {
            if (!persister.isVersioned() || i != persister.getVersionPropertyIndex()) {
                parts(types[i], before == null ? null : before[i], event.getState()[i])
                        .map(part -> part.isEmpty() ? names[i] : names[i] + '.' + part)
                        .forEach(changed::add);
            }
        }
        return changed;
    }

    /** The names of the changed parts of a value, one level deep. An empty name stands for the whole value. */
    private static Stream<String> parts(Type type, @Nullable Object before, @Nullable Object after) {
        if (before == null || after == null) {
            return Stream.of("");
        }
        if (type instanceof ComponentType component) {
            return IntStream.range(0, component.getPropertyNames().length)
                    .filter(i -> !Objects.deepEquals(
                            component.getPropertyValue(before, i), component.getPropertyValue(after, i)))
                    .mapToObj(i -> component.getPropertyNames()[i]);
        }
        if (before instanceof Record && before.getClass() == after.getClass()) {
            List<String> parts = Arrays.stream(before.getClass().getRecordComponents())
                    .filter(part -> !Objects.deepEquals(value(part, before), value(part, after)))
                    .map(RecordComponent::getName)
                    .toList();
            return parts.isEmpty() ? Stream.of("") : parts.stream();
        }
        return Stream.of("");
    }

    private static Object value(RecordComponent part, Object record) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read a record component", e);
        }
    }
}
