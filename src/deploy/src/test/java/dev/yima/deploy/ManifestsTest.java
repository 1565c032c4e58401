package dev.yima.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code k8s} render, are what their schemas want, and keep our rules; a fault in them is seen. */
class ManifestsTest {
    private static final String DEPLOYMENT = "base/deployment.yaml";
    private static final String MIGRATE = "base/migrate.yaml";
    private static final String POLICY = "base/networkpolicy.yaml";
    private static final String VALKEY = "components/valkey/valkey.yaml";
    private static final String DENIED = "policyTypes: [Ingress, Egress]\n---";
    private static final String LIVENESS = """
                  livenessProbe:
                    httpGet:
                      path: /q/health/live
                      port: management
                    periodSeconds: 10
                    timeoutSeconds: 5
                    failureThreshold: 6
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path copy = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        copy = Files.createDirectory(folder.resolve("k8s"));
        copyTo(copy);
    }

    /** Copies the files of {@code k8s}. */
    static void copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(Manifests.FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copied = target.resolve(Manifests.FOLDER.relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"laptop", "production"})
    void anOverlayIsWithoutFaults(String overlay) throws Exception {
        assertEquals(List.of(), faults(overlay));
    }

    @Test
    void aClusterOfValkeyIsWithoutFaults() throws Exception {
        plant("overlays/production/kustomization.yaml", "components/valkey", "components/valkey-cluster");

        assertEquals(List.of(), faults("production"));
    }

    @Test
    void theImageIsOfThisVersion() throws Exception {
        String image = "yima:" + System.getProperty("project.version");
        Manifests laptop = Manifests.render(copy.resolve("overlays/laptop"));

        assertEquals(
                3,
                laptop.workloads()
                        .filter(workload -> workload.at("/spec/template/spec/containers/0/image")
                                .asText()
                                .equals(image))
                        .count());
        assertTrue(Manifests.render(copy.resolve("overlays/production"))
                .workloads()
                .anyMatch(workload -> workload.at("/spec/template/spec/containers/0/image")
                        .asText()
                        .endsWith("/" + image)));
    }

    /**
     * A fault.
     *
     * @param file where it is planted
     * @param text what stands there
     * @param fault what it is replaced by
     * @param said what is said of it
     */
    private record Fault(String file, String text, String fault, String said) {}

    /** A typo, a wrong type, a field that is missing: of Kubernetes, and of those who extend it. */
    @Test
    void whatASchemaDoesNotKnowIsSeen() throws Exception {
        areSeen(
                new Fault(DEPLOYMENT, "maxSurge:", "maxSurges:", "maxSurges"),
                new Fault(MIGRATE, "backoffLimit: 10", "backoffLimit: often", "often"),
                new Fault("base/horizontalpodautoscaler.yaml", "  maxReplicas: 6\n", "", "maxReplicas"),
                new Fault("components/cnpg/cluster.yaml", "dataDurability:", "dataDurabilty:", "dataDurabilty"),
                new Fault("components/cnpg/backup.yaml", "destinationPath: s3", "destination: s3", "destination'"),
                new Fault("components/gateway/gateway.yaml", "statusCode:", "statusCod:", "statusCod"),
                new Fault("components/gateway/gateway.yaml", "earlyRequest", "lateRequest", "lateRequestHeaders"),
                new Fault("components/monitoring/alerts.yaml", "expr:", "expression:", "expression"),
                new Fault("components/monitoring/servicemonitor.yaml", "interval:", "every:", "every"));
    }

    @Test
    void whatBreaksARuleIsSeen() throws Exception {
        areSeen(
                // A pod that is asked for nothing, or at the public's port.
                new Fault(DEPLOYMENT, LIVENESS, "", "Deployment/yima has no livenessProbe"),
                new Fault(
                        DEPLOYMENT, "port: management", "port: http", "not asked at the port of operators: readiness"),
                new Fault(VALKEY, "          livenessProbe: *listens\n", "", "StatefulSet/valkey has no livenessProbe"),
                // A user who may more than they need.
                new Fault(DEPLOYMENT, "runAsNonRoot: true", "runAsNonRoot: false", "Deployment/yima may run as root"),
                new Fault(MIGRATE, "runAsUser: 65532", "runAsUser: 0", "Job/yima-migrate runs as root"),
                new Fault(DEPLOYMENT, "Filesystem: true", "Filesystem: false", "Deployment/yima writes to its root"),
                new Fault(DEPLOYMENT, "drop: [ALL]", "drop: [NET_RAW]", "Deployment/yima keeps capabilities"),
                new Fault(DEPLOYMENT, "RuntimeDefault", "Unconfined", "Deployment/yima has no seccomp profile"),
                new Fault(DEPLOYMENT, "AccountToken: false", "AccountToken: true", "Deployment/yima has a token"),
                new Fault(POLICY, DENIED, "policyTypes: [Ingress]\n---", "no NetworkPolicy denies by default"),
                // An image that is another one tomorrow.
                new Fault(VALKEY, "valkey:8.1.4", "valkey:latest", "StatefulSet/valkey has an image that moves"),
                // A replica that ends in the middle of a claim, or is not alone.
                new Fault(DEPLOYMENT, "Seconds: 45", "Seconds: 30", "Deployment/yima is killed before it has ended"),
                new Fault(DEPLOYMENT, "maxUnavailable: 0", "maxUnavailable: 1", "rolls with fewer than it has"),
                new Fault(DEPLOYMENT, "cpu: 500m", "ephemeral-storage: 1Gi", "Deployment/yima has no requests of cpu"),
                // A secret in the open.
                new Fault(
                        "base/found.yaml", "type: Opaque", "stringData: {kek: AAAA}", "Secret/yima-owner has a value"));
    }

    private void areSeen(Fault... planted) throws Exception {
        for (Fault each : planted) {
            plant(each.file, each.text, each.fault);
        }
        List<String> faults = faults("production");
        for (Fault each : planted) {
            assertTrue(faults.stream().anyMatch(said -> said.contains(each.said)), () -> each + ": " + faults);
        }
    }

    private void plant(String file, String text, String fault) throws IOException {
        Path path = copy.resolve(file);
        String before = Files.readString(path);
        assertTrue(before.contains(text), file + " has no " + text);
        Files.writeString(path, before.replace(text, fault));
    }

    private List<String> faults(String overlay) throws InterruptedException {
        try {
            Manifests manifests = Manifests.render(copy.resolve("overlays").resolve(overlay));
            List<String> schema = manifests.objects().stream()
                    .flatMap(object -> Schemas.faults(object).stream())
                    .toList();
            return Stream.concat(schema.stream(), HouseRules.faults(manifests).stream())
                    .toList();
        } catch (IOException refused) {
            return List.of(String.valueOf(refused.getMessage()));
        }
    }
}
