package dev.yima.deploy;

import static dev.yima.deploy.Manifests.each;
import static dev.yima.deploy.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judge of what a schema lets pass, and we do not. */
final class HouseRules {
    private static final Pattern PINNED =
            Pattern.compile("(?:[\\w.-]+(?::\\d+)?/)*[\\w.-]+(?::(?!latest$)[\\w.-]+|@sha256:\\w{64})");
    /** The only pod that speaks to the API server. */
    private static final String FOUNDER = "Job/yima-found";
    /** A batch of claims is waited for, and the shutdown takes, so many seconds: docs/ARCHITECTURE.md. */
    private static final int BATCH_AND_SHUTDOWN_SECONDS = 20;

    private final Manifests manifests;
    private final List<String> faults = new ArrayList<>();

    private HouseRules(Manifests manifests) {
        this.manifests = manifests;
    }

    /** The faults of all that is rendered. */
    static List<String> faults(Manifests manifests) {
        HouseRules rules = new HouseRules(manifests);
        manifests.workloads().forEach(rules::workload);
        manifests.ofKind("Deployment").forEach(rules::deployment);
        manifests
                .ofKind("Secret")
                .filter(secret -> secret.has("data") || secret.has("stringData"))
                .forEach(secret -> rules.faults.add(name(secret) + " has a value"));
        rules.require(
                manifests.ofKind("NetworkPolicy").anyMatch(HouseRules::deniesAll),
                "no NetworkPolicy denies by default");
        return rules.faults;
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private void workload(JsonNode workload) {
        String name = name(workload);
        JsonNode pod = workload.at("/spec/template/spec");
        require(pod.at("/securityContext/runAsNonRoot").asBoolean(), name + " may run as root");
        require(pod.at("/securityContext/runAsUser").asInt() > 0, name + " runs as root");
        require(
                pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
                name + " has no seccomp profile");
        require(
                pod.path("automountServiceAccountToken").asBoolean(true) == name.equals(FOUNDER),
                name + " has a token, or lacks it");
        require(!pod.path("enableServiceLinks").asBoolean(true), name + " reads Services as settings");
        each(pod.path("containers")).forEach(container -> container(name, workload, container));
    }

    private void container(String name, JsonNode workload, JsonNode container) {
        JsonNode security = container.path("securityContext");
        require(security.path("readOnlyRootFilesystem").asBoolean(), name + " writes to its root");
        require(!security.path("allowPrivilegeEscalation").asBoolean(true), name + " may gain privileges");
        require(!security.has("runAsUser") && !security.has("runAsNonRoot"), name + " overrides its user");
        require(security.at("/capabilities/drop/0").asText().equals("ALL"), name + " keeps capabilities");
        require(
                PINNED.matcher(container.path("image").asText()).matches(),
                name + " has an image that moves: " + container.path("image").asText());
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("cpu", "memory")) {
                require(container.at("/resources/" + kind).has(resource), name + " has no " + kind + " of " + resource);
            }
        }
        if (!workload.path("kind").asText().equals("Job")) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                require(container.has(probe), name + " has no " + probe);
            }
        }
        each(container.path("ports"))
                .filter(port -> !isAdmitted(workload.at("/spec/template/metadata/labels"), port))
                .forEach(port -> require(
                        port.path("name").asText().equals("management"),
                        name + " is reached by nobody at " + port.path("name").asText()));
        each(container.path("env"))
                .filter(variable -> variable.path("name").asText().matches(".*(?:PASSWORD|KEK|_URL).*"))
                .filter(variable -> !variable.at("/valueFrom").has("secretKeyRef"))
                .forEach(variable -> faults.add(name + " has a secret in the open: " + variable.path("name")));
    }

    private void deployment(JsonNode deployment) {
        String name = name(deployment);
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            require(
                    container.at("/" + probe + "/httpGet/port").asText().equals("management"),
                    name + " is not asked at the port of operators: " + probe);
        }
        int drain = container.at("/lifecycle/preStop/sleep/seconds").asInt();
        require(drain > 0, name + " goes before proxies know");
        require(
                pod.path("terminationGracePeriodSeconds").asInt(30) > drain + BATCH_AND_SHUTDOWN_SECONDS,
                name + " is killed before it has ended");
        require(
                deployment
                        .at("/spec/strategy/rollingUpdate/maxUnavailable")
                        .asText()
                        .equals("0"),
                name + " rolls with fewer than it has");
        require(
                each(pod.path("topologySpreadConstraints"))
                        .anyMatch(spread -> spread.path("topologyKey").asText().endsWith("/zone")),
                name + " may be in one zone");
        require(!deployment.path("spec").has("replicas"), name + " has replicas beside its autoscaler");
        require(
                manifests
                        .ofKind("HorizontalPodAutoscaler")
                        .anyMatch(scaler ->
                                scaler.at("/spec/scaleTargetRef/name").equals(deployment.at("/metadata/name"))),
                name + " has no autoscaler");
        require(
                manifests
                        .ofKind("PodDisruptionBudget")
                        .anyMatch(budget -> selects(
                                budget.at("/spec/selector/matchLabels"),
                                deployment.at("/spec/template/metadata/labels"))),
                name + " has no disruption budget");
    }

    private static boolean deniesAll(JsonNode policy) {
        JsonNode spec = policy.path("spec");
        return spec.path("podSelector").isEmpty()
                && spec.path("policyTypes").size() == 2
                && !spec.has("ingress")
                && !spec.has("egress");
    }

    private boolean isAdmitted(JsonNode labels, JsonNode port) {
        return manifests
                .ofKind("NetworkPolicy")
                .filter(policy -> selects(policy.at("/spec/podSelector/matchLabels"), labels))
                .flatMap(policy -> each(policy.at("/spec/ingress")))
                .flatMap(rule -> each(rule.path("ports")))
                .anyMatch(admitted -> admitted.path("port").equals(port.path("name"))
                        || admitted.path("port").equals(port.path("containerPort")));
    }

    private static boolean selects(JsonNode wanted, JsonNode labels) {
        Stream<Entry<String, JsonNode>> all = wanted.properties().stream();
        return all.allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }
}
