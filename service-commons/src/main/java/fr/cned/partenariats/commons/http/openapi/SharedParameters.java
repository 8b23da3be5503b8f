package fr.cned.partenariats.commons.http.openapi;

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
 * Moves the parameters that several operations have to the components. Parameters with the same name can differ: the
 * most frequent one is shared, and the others stay in their operations.
 */
final class SharedParameters {

    private SharedParameters() {}

    /** Call it last: a reference has no name and no schema. */
    static void share(List<Operation> operations, Components components) {
        Map<Parameter, Long> uses = operations.stream()
                .flatMap(operation -> Schemas.parametersOf(operation).stream())
                .collect(groupingBy(Function.identity(), LinkedHashMap::new, counting()));
        Map<String, Parameter> shared = new LinkedHashMap<>();
        uses.entrySet().stream()
                .filter(use -> use.getValue() > 1)
                .sorted(Map.Entry.<Parameter, Long>comparingByValue().reversed())
                .forEach(use -> shared.putIfAbsent(use.getKey().getName(), use.getKey()));
        shared.forEach(components::addParameter);
        operations.forEach(operation -> operation.setParameters(Schemas.parametersOf(operation).stream()
                .map(parameter -> parameter.equals(shared.get(parameter.getName()))
                        ? OASFactory.createParameter().ref("#/components/parameters/" + parameter.getName())
                        : parameter)
                .toList()));
    }
}
