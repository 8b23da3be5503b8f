package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.tags.Tag;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.IndexView;

/**
 * Completes the contract that is generated from the code: texts, problem codes and examples from the files in
 * {@code openapi/}, roles and fields that are always present from the code, and what all operations share.
 */
class CommonContract implements OASFilter {

    /** Marks an operation that requires an Idempotency-Key. */
    private static final String KEY_REQUIRED = "x-idempotency-key-required";

    private static final String NOT_BLANK = "\\S";
    private static final String AWAITED_REVISION = "[a-z-]{1,80}/[0-9a-f-]{36}=[0-9]{1,15}";
    private static final String AWAITED_REVISIONS = "^" + AWAITED_REVISION + "( *, *" + AWAITED_REVISION + "){0,19}$";
    private static final String TENANT_ROLE = "partner";

    private final IndexView index;

    CommonContract(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        if (contract.getComponents() == null) {
            contract.setComponents(OASFactory.createComponents());
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ContractFiles files = new ContractFiles(loader);
        SourceCode code = new SourceCode(index);
        Schemas schemas = new Schemas(contract);
        SchemaNames.publish(contract, schemas);
        describeDocument(contract, files);
        describeSchemas(contract, schemas, files, code);

        Components components = contract.getComponents();
        ProblemResponses problems = new ProblemResponses(files, code, new ProblemCodes(index, loader), components);
        AnswerHeaders headers = new AnswerHeaders(schemas, components);
        ProblemSchema.addTo(components);
        PropagationSchema.addTo(components, code);
        headers.addShared();
        if (contract.getPaths() != null) {
            contract.getPaths().getPathItems().values().forEach(path -> describe(path, headers, files, code, problems));
            Deprecations deprecations = new Deprecations(components, code);
            schemas.operations().forEach(deprecations::add);
        }
        // After the last parameter was added.
        new SchemaTexts(schemas, files, code).describeParameters();
        TextPatterns.addToParameters(schemas);
        schemas.removeUnused();
        headers.shareNotModified();
        SharedParameters.share(schemas.operations(), code, components);
    }

    private static void describeSchemas(OpenAPI contract, Schemas schemas, ContractFiles files, SourceCode code) {
        ScalarSchemas.inline(schemas);
        new SchemaTexts(schemas, files, code).describeSchemas();
        TextPatterns.addToBodies(schemas);
        new MergePatchSchemas(contract, schemas, code).writeAll();
    }

    private static void describe(
            PathItem path, AnswerHeaders headers, ContractFiles files, SourceCode code, ProblemResponses problems) {
        OperationTexts texts = new OperationTexts(code);
        ContractExamples examples = new ContractExamples(files);
        if (path.getPOST() != null) {
            addIdempotencyKey(path.getPOST(), code);
        }
        for (Map.Entry<PathItem.HttpMethod, Operation> entry :
                path.getOperations().entrySet()) {
            Operation operation = entry.getValue();
            // The scanner generates these without content.
            List.of("400", "401", "403").forEach(operation.getResponses()::removeAPIResponse);
            requireIfMatch(operation);
            addAwaitedRevisions(operation);
            headers.add(entry.getKey(), operation);
            problems.add(
                    entry.getKey(),
                    operation,
                    texts.rolesOf(operation).contains(TENANT_ROLE),
                    texts.scopeOf(operation).isPresent(),
                    texts.isForWholeTenant(operation));
            texts.describe(operation);
            examples.add(operation);
        }
    }

    /** The server and the tags. The settings {@code quarkus.smallrye-openapi.info-*} give title, contact and licence. */
    private static void describeDocument(OpenAPI contract, ContractFiles files) {
        contract.setServers(List.of(OASFactory.createServer().url("/").description("The gateway of the installation")));
        if (contract.getTags() != null) {
            for (Tag tag : contract.getTags()) {
                files.tag(tag.getName()).ifPresent(tag::setDescription);
            }
        }
    }

    /**
     * Anchors patterns: Bean Validation matches the whole text, OpenAPI matches a part. The scanner writes {@code \\S}
     * for {@code @NotBlank}.
     */
    @Override
    public Schema filterSchema(Schema schema) {
        String pattern = schema.getPattern();
        if (NOT_BLANK.equals(pattern)) {
            schema.setPattern(TextPatterns.NOT_BLANK);
        } else if (pattern != null && !(pattern.startsWith("^") && pattern.endsWith("$"))) {
            schema.setPattern(pattern.contains("|") ? "^(?:" + pattern + ")$" : "^" + pattern + "$");
        }
        return schema;
    }

    /** As {@code ExpectedRevision.check} does. */
    private static void requireIfMatch(Operation operation) {
        for (Parameter parameter : Schemas.parametersOf(operation)) {
            if (parameter.getIn() == Parameter.In.HEADER && "If-Match".equals(parameter.getName())) {
                parameter
                        .required(true)
                        .description("The ETag of the state that the change is based on. Without it: 428. Stale: 412.");
            }
        }
    }

    private static void addAwaitedRevisions(Operation operation) {
        operation.addParameter(OASFactory.createParameter()
                .name("If-Revision-At-Least")
                .in(Parameter.In.HEADER)
                .description("Reads your own writes at other services: entries `kind/id=revision`, separated by commas."
                        + " While this service has not received such a revision, it answers 409 `not-yet-propagated`"
                        + " with `Retry-After`.")
                .example("agreement/0190a000-0000-7000-8000-000000000001=3")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .maxLength(2000)
                        .pattern(AWAITED_REVISIONS)));
    }

    private static void addIdempotencyKey(Operation operation, SourceCode code) {
        boolean required = code.annotation(String.valueOf(operation.getOperationId()), Idempotent.class)
                .map(annotation -> annotation.value("required"))
                .filter(AnnotationValue::asBoolean)
                .isPresent();
        if (required) {
            operation.addExtension(KEY_REQUIRED, "true");
        }
        operation.addParameter(OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .required(required)
                .description(
                        "A new value for each operation, the same for each retry. The answer to an accepted request"
                                + " is kept for 7 days; a refused request may be repeated or corrected with the same key.")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .minLength(1)
                        .maxLength(200)
                        .pattern("^[\\x21-\\x7e]{1,200}$")));
    }
}
