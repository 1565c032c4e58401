package dev.yima.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * Judge of one object by the schema of its kind. Those of Kubernetes are of its client, those of the Gateway API and of
 * Prometheus' operator of fabric8's models, which know no required fields. For CloudNativePG and Envoy Gateway no model
 * is published for Java: {@code schemas/} has the fields that are used here, by their documentation.
 */
final class Schemas {
    private static final ObjectMapper MODELS = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Serial
                private static final long serialVersionUID = 1L;

                /** The models keep what they do not know. */
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private Schemas() {}

    /** Faults of an object, none where it is as its schema has it. */
    static List<String> faults(JsonNode object) {
        String[] api = object.path("apiVersion").asText().split("/", 2);
        String kind = object.path("kind").asText();
        try {
            return switch (api[0]) {
                case "gateway.networking.k8s.io" ->
                    modelled(object, "io.fabric8.kubernetes.api.model.gatewayapi.v1." + kind);
                case "monitoring.coreos.com" ->
                    modelled(object, "io.fabric8.openshift.api.model.monitoring.v1." + kind);
                case "postgresql.cnpg.io", "barmancloud.cnpg.io", "gateway.envoyproxy.io" -> written(object, kind);
                default -> kubernetes(object, api[api.length - 1].replace('v', 'V') + kind);
            };
        } catch (IOException | ReflectiveOperationException e) {
            return List.of(Manifests.name(object) + " has no schema: " + e);
        }
    }

    private static List<String> kubernetes(JsonNode object, String type) throws ReflectiveOperationException {
        Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + type);
        JsonElement json = JsonParser.parseString(object.toString());
        try {
            // Unknown and missing fields; then types.
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            var unused = JSON.getGson().fromJson(json, model);
            return List.of();
        } catch (InvocationTargetException e) {
            return List.of(Manifests.name(object) + ": " + e.getCause().getMessage());
        } catch (RuntimeException e) {
            return List.of(Manifests.name(object) + ": " + e.getMessage());
        }
    }

    private static List<String> modelled(JsonNode object, String type) throws ReflectiveOperationException {
        try {
            var unused = MODELS.treeToValue(object, Class.forName(type));
            return List.of();
        } catch (IOException e) {
            return List.of(Manifests.name(object) + ": " + e.getMessage());
        }
    }

    private static List<String> written(JsonNode object, String kind) throws IOException {
        try (InputStream file = Schemas.class.getResourceAsStream("/schemas/" + kind + ".yaml")) {
            if (file == null) {
                throw new IOException("no file " + kind);
            }
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new YAMLMapper().readTree(file))
                    .validate(object)
                    .stream()
                    .map(ValidationMessage::getMessage)
                    .map(said -> Manifests.name(object) + ": " + said)
                    .toList();
        }
    }
}
