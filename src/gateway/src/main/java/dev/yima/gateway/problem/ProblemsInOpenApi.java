package dev.yima.gateway.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds the staff key and the error answer to every operation of the OpenAPI document. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsInOpenApi implements OASFilter {
    private static final String SCHEME = "staffKey";
    private static final String PROBLEM = "Problem";
    private static final List<String> PUBLIC_TAGS = List.of("Public");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        SCHEME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A key of the brand's staff"));
        document.getComponents().addResponse(PROBLEM, problem());
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> operations(item).forEach(this::complete));
    }

    private void complete(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse("default", OASFactory.createAPIResponse().ref("#/components/responses/" + PROBLEM));
        boolean open = Optional.ofNullable(operation.getTags()).orElse(List.of()).stream()
                .anyMatch(PUBLIC_TAGS::contains);
        if (!open) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(SCHEME));
        }
    }

    /** The example of a problem, in a fixed order, so that the document is the same in every run. */
    private static Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", ProblemType.INVALID_FIELD.uri());
        example.put("title", ProblemType.INVALID_FIELD.title());
        example.put("status", ProblemType.INVALID_FIELD.status());
        example.put("detail", "size must be less than or equal to 16777216");
        return example;
    }

    private static APIResponse problem() {
        Content content = OASFactory.createContent()
                .addMediaType(
                        ProblemBody.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))
                                .example(example()));
        return OASFactory.createAPIResponse()
                .description("An error (RFC 9457). The types are in docs/reference/problems.md")
                .content(content);
    }

    private static Iterable<Operation> operations(PathItem item) {
        return item.getOperations().values();
    }
}
