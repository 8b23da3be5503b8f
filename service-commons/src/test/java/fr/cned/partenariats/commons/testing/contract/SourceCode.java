package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.NotExisting;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import jakarta.ws.rs.BeanParam;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/** What the contract's generator needs from the code: the method of an operation and the record of a schema. */
final class SourceCode {

    private static final String OURS = "fr.cned.partenariats.";
    private static final DotName OPERATION = DotName.createSimple(Operation.class.getName());
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName UNWRAPPED = DotName.createSimple("com.fasterxml.jackson.annotation.JsonUnwrapped");
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName JSON_NODE = DotName.createSimple("com.fasterxml.jackson.databind.JsonNode");

    private static final Map<String, CommonProblem> DATES = Map.of(
            LocalDate.class.getName(), CommonProblem.NO_SUCH_DAY,
            YearMonth.class.getName(), CommonProblem.NO_SUCH_MONTH);

    private static final Set<String> PARAMETERS =
            Set.of("QueryParam", "PathParam", "HeaderParam", "RestQuery", "RestPath", "RestHeader");

    private final IndexView index;
    private final Map<String, MethodInfo> operations = new LinkedHashMap<>();
    private final List<ClassInfo> records = new ArrayList<>();

    /** A field of a record in JSON. */
    record Field(String name, Type type, boolean nullable) {

        boolean isJson() {
            return JSON_NODE.equals(type.name());
        }
    }

    SourceCode(IndexView index) {
        this.index = index;
        for (AnnotationInstance operation : index.getAnnotations(OPERATION)) {
            AnnotationValue id = operation.value("operationId");
            if (id != null && operation.target().kind() == AnnotationTarget.Kind.METHOD) {
                operations.put(id.asString(), operation.target().asMethod());
            }
        }
        for (ClassInfo type : index.getKnownClasses()) {
            if (type.isRecord() && type.name().toString().startsWith(OURS)) {
                records.add(type);
            }
        }
    }

    /** The annotation of the operation's method, otherwise of its class. */
    Optional<AnnotationInstance> annotation(String operationId, Class<?> annotation) {
        MethodInfo method = operations.get(operationId);
        if (method == null) {
            return Optional.empty();
        }
        AnnotationInstance own = method.declaredAnnotation(annotation.getName());
        return Optional.ofNullable(
                own == null ? method.declaringClass().declaredAnnotation(annotation.getName()) : own);
    }

    /**
     * The codes of the constraints on the record that an operation reads, and on those in it; also of dates that are in no
     * calendar. Not of merge patches, which are read as JSON.
     */
    Set<String> violationsOfBody(String operationId) {
        Set<String> codes = new TreeSet<>();
        @Nullable MethodInfo method = operations.get(operationId);
        if (method != null) {
            Set<DotName> read = new HashSet<>();
            method.parameterTypes().forEach(type -> addViolations(type, codes, read));
        }
        return codes;
    }

    private void addViolations(Type type, Set<String> codes, Set<DotName> read) {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            type.asParameterizedType().arguments().forEach(argument -> addViolations(argument, codes, read));
        }
        if (DATES.containsKey(type.name().toString())) {
            codes.add(DATES.get(type.name().toString()).code());
        }
        @Nullable ClassInfo body = index.getClassByName(type.name());
        if (body == null || !records.contains(body) || !read.add(type.name())) {
            return;
        }
        for (DotName annotation : body.annotationsMap().keySet()) {
            codes.add(RequestViolations.codeOf(annotation.withoutPackagePrefix()));
            @Nullable ClassInfo constraint = index.getClassByName(annotation);
            @Nullable
            AnnotationInstance rule = constraint == null ? null : constraint.declaredAnnotation(NotExisting.class);
            if (rule != null) {
                codes.add(CommonProblem.valueOf(rule.value("code").asEnum()).code());
            }
        }
        inOrder(body).forEach(component -> addViolations(component.type(), codes, read));
    }

    /**
     * The fields of the record that a schema was generated from; of records with the same name, the one that has most of
     * the properties. Empty if there is no such record.
     */
    List<Field> fields(String schema, Set<String> properties) {
        List<Field> best = List.of();
        long most = 0;
        for (ClassInfo type : records) {
            if (schema.equals(nameOf(type)) || (isGeneric(type) && schema.endsWith(nameOf(type)))) {
                List<Field> fields = fields(type);
                long common = fields.stream()
                        .filter(field -> properties.contains(field.name()))
                        .count();
                if (common > most) {
                    best = fields;
                    most = common;
                }
            }
        }
        return best;
    }

    /** The class of the {@code @BeanParam} with this parameter, the operation with it, or empty if the code has none. */
    String declarationOf(String operationId, String parameter) {
        @Nullable MethodInfo method = operations.get(operationId);
        if (method == null) {
            return "";
        }
        for (MethodParameterInfo declared : method.parameters()) {
            if (declared.hasAnnotation(BeanParam.class)) {
                String bean = beanWith(parameter, declared.type().name());
                if (!bean.isEmpty()) {
                    return bean;
                }
            } else if (parameter.equals(declared.name()) || isNamed(declared.annotations(), "", parameter)) {
                return operationId;
            }
        }
        return "";
    }

    private String beanWith(String parameter, DotName type) {
        for (ClassInfo bean = index.getClassByName(type); bean != null; bean = index.getClassByName(bean.superName())) {
            for (FieldInfo field : bean.fields()) {
                if (isNamed(field.annotations(), field.name(), parameter)) {
                    return bean.name().toString();
                }
            }
        }
        return "";
    }

    private static boolean isNamed(List<AnnotationInstance> annotations, String ownName, String parameter) {
        return annotations.stream()
                .filter(annotation -> PARAMETERS.contains(annotation.name().withoutPackagePrefix()))
                .anyMatch(annotation -> parameter.equals(
                        annotation.value() == null
                                        || annotation.value().asString().isEmpty()
                                ? ownName
                                : annotation.value().asString()));
    }

    /** The schemas of the records that implement this interface. */
    List<String> schemasOf(Class<?> implemented) {
        return index.getAllKnownImplementations(implemented).stream()
                .map(SourceCode::nameOf)
                .toList();
    }

    private static boolean isGeneric(ClassInfo type) {
        return !type.typeParameters().isEmpty();
    }

    private static String nameOf(ClassInfo type) {
        @Nullable AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        @Nullable AnnotationValue name = schema == null ? null : schema.value("name");
        return SchemaNames.withoutView(name == null ? type.simpleName() : name.asString());
    }

    private List<Field> fields(ClassInfo type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponentInfo component : inOrder(type)) {
            boolean nullable = isNullable(component.type())
                    || component.annotations().stream()
                            .anyMatch(annotation -> annotation.name().equals(NULLABLE));
            @Nullable
            ClassInfo nested = isUnwrapped(type, component)
                    ? index.getClassByName(component.type().name())
                    : null;
            if (nested == null) {
                fields.add(new Field(component.name(), component.type(), nullable));
            } else {
                fields(nested)
                        .forEach(field ->
                                fields.add(new Field(field.name(), field.type(), nullable || field.nullable())));
            }
        }
        return fields;
    }

    private static List<RecordComponentInfo> inOrder(ClassInfo type) {
        List<RecordComponentInfo> components = type.recordComponentsInDeclarationOrder();
        return components.isEmpty() ? type.recordComponents() : components;
    }

    private static boolean isNullable(Type type) {
        return type.annotations().stream()
                        .anyMatch(annotation -> annotation.name().equals(NULLABLE))
                || type.name().toString().equals(Optional.class.getName());
    }

    private static boolean isUnwrapped(ClassInfo type, RecordComponentInfo component) {
        @Nullable MethodInfo accessor = type.method(component.name());
        return (accessor != null && accessor.hasAnnotation(UNWRAPPED))
                || component.annotations().stream()
                        .anyMatch(annotation -> annotation.name().equals(UNWRAPPED));
    }

    /** The elements of an annotation's list of texts. */
    static List<String> texts(AnnotationInstance annotation) {
        AnnotationValue value = annotation.value();
        return value == null ? List.of() : Arrays.asList(value.asStringArray());
    }
}
