package dev.yima.gateway.platform.apidoc;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jboss.jandex.IndexView;

/**
 * Completes the OpenAPI document so that clients can be generated from it: an operationId for every call, from its
 * resource and its method; a name for every enumeration; the header that every POST of the API takes; and what the
 * Javadoc says of records and their fields.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String API = "/api/";
    private static final String TEXT = "text/";
    private static final String RESOURCE = "Resource_";
    private static final String KEY = "Idempotency-Key";
    private static final String KEY_REFERENCE = "IdempotencyKey";

    private final IndexView index;

    public ApiDocument(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addParameter(KEY_REFERENCE, key());
        document.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations().values().forEach(ApiDocument::complete);
            if (path.startsWith(API) && item.getPOST() != null) {
                addKey(item.getPOST());
            }
        });
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Map<String, Schema> named = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> nameEnumerations(name, schema, named));
        named.forEach(document.getComponents()::addSchema);
        ApiDescriptions descriptions = new ApiDescriptions(index);
        document.getComponents().getSchemas().forEach(descriptions::describe);
    }

    private static void complete(Operation operation) {
        String id = operation.getOperationId();
        if (id != null) {
            operation.setOperationId(operationId(id));
        }
        // Whatever is wrong is the default answer.
        operation.getResponses().removeAPIResponse("400");
        operation.getResponses().getAPIResponses().values().stream()
                .filter(answer -> answer.getContent() != null)
                .forEach(answer -> answer.getContent().getMediaTypes().forEach(ApiDocument::completeMedia));
    }

    /** Text and files have no fields: a text is a string, a file is binary. */
    private static void completeMedia(String type, MediaType media) {
        if (media.getSchema() == null) {
            Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
            media.setSchema(type.startsWith(TEXT) ? schema : schema.format("binary"));
        }
    }

    /** Such as {@code lotActivate}, of {@code LotResource_activate}; nothing is said twice, as in {@code scan}. */
    private static String operationId(String generated) {
        String[] parts = generated.split(RESOURCE, 2);
        if (parts.length < 2) {
            return generated;
        }
        String noun = parts[0].substring(0, 1).toLowerCase(Locale.ROOT) + parts[0].substring(1);
        return noun.endsWith(parts[1]) || noun.endsWith(capitalized(parts[1])) ? noun : noun + capitalized(parts[1]);
    }

    private static void addKey(Operation operation) {
        List<Parameter> parameters =
                new ArrayList<>(Optional.ofNullable(operation.getParameters()).orElse(List.of()));
        boolean told = parameters.stream()
                .anyMatch(parameter -> KEY.equals(parameter.getName()) && parameter.getDescription() != null);
        if (!told) {
            parameters.removeIf(parameter -> KEY.equals(parameter.getName()));
            parameters.add(OASFactory.createParameter().ref("#/components/parameters/" + KEY_REFERENCE));
            operation.setParameters(parameters);
        }
    }

    private static Parameter key() {
        return OASFactory.createParameter()
                .name(KEY)
                .in(Parameter.In.HEADER)
                .description(
                        "1 to 128 visible ASCII characters. The same request with the same key is carried out once,"
                                + " and answered the same again.")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .maxLength(128));
    }

    /** Gives each enumeration of a property a name of its own: that of its schema, and of the property. */
    private static void nameEnumerations(String owner, Schema schema, Map<String, Schema> named) {
        Optional.ofNullable(schema.getProperties()).orElse(Map.of()).forEach((name, property) -> {
            if (property.getEnumeration() != null && !property.getEnumeration().isEmpty()) {
                String enumeration = owner + capitalized(name);
                named.put(
                        enumeration,
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .description("The values of `" + name + "` of " + owner)
                                .enumeration(property.getEnumeration()));
                schema.addProperty(name, OASFactory.createSchema().ref("#/components/schemas/" + enumeration));
            }
        });
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
