package fr.cned.partenariats.commons.testing.contract;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Moves the parameters that several operations have to the components: those of a {@code @BeanParam}, and those that
 * the generator adds. A parameter of one method stays in its operation. Parameters with the same name can differ: the
 * most frequent one is shared, and the others stay in their operations.
 */
final class SharedParameters {

    private record Declared(Parameter parameter, String where) {}

    private SharedParameters() {}

    /** Call it last: a reference has no name and no schema. */
    static void share(List<Operation> operations, SourceCode code, Components components) {
        Map<Declared, Long> uses = operations.stream()
                .flatMap(operation ->
                        Schemas.parametersOf(operation).stream().map(parameter -> declared(operation, parameter, code)))
                .collect(groupingBy(Function.identity(), LinkedHashMap::new, counting()));
        Map<String, Declared> shared = new LinkedHashMap<>();
        uses.entrySet().stream()
                .filter(use -> use.getValue() > 1)
                .sorted(Map.Entry.<Declared, Long>comparingByValue().reversed())
                .forEach(use -> shared.putIfAbsent(use.getKey().parameter().getName(), use.getKey()));
        shared.forEach((name, declared) -> components.addParameter(name, declared.parameter()));
        operations.forEach(operation -> operation.setParameters(Schemas.parametersOf(operation).stream()
                .map(parameter -> declared(operation, parameter, code).equals(shared.get(parameter.getName()))
                        ? OASFactory.createParameter().ref("#/components/parameters/" + parameter.getName())
                        : parameter)
                .toList()));
    }

    private static Declared declared(Operation operation, Parameter parameter, SourceCode code) {
        return new Declared(
                parameter,
                code.declarationOf(String.valueOf(operation.getOperationId()), String.valueOf(parameter.getName())));
    }
}
