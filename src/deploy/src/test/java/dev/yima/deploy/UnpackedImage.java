package dev.yima.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of an image, and its process in a root of its own: as a container is, but for the network, which is the
 * machine's. Needs to be root, as a container engine does.
 *
 * @param root the folder that is the process' root
 * @param config what the image says of its process
 */
record UnpackedImage(Path root, JsonNode config) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MOUNT = """
            mount --bind "$ROOT" "$ROOT"
            mount --rbind /dev "$ROOT/dev"
            mount -t proc proc "$ROOT/proc"
            mount -t tmpfs -o mode=1777,size=64m tmpfs "$ROOT/tmp"
            mount -o remount,ro,bind "$ROOT"
            exec "$CHROOT" --userspec="$OWNER" "$ROOT" "$@"
            """;

    /** Unpacks an archive of Docker's kind into a folder. */
    static UnpackedImage of(Path archive, Path folder) throws IOException, InterruptedException {
        Path parts = Files.createDirectories(folder.resolve("parts"));
        Path root = Files.createDirectories(folder.resolve("root"));
        var unused = run("tar", "--extract", "--file", archive.toString(), "--directory", parts.toString());
        JsonNode manifest =
                JSON.readTree(parts.resolve("manifest.json").toFile()).get(0);
        for (JsonNode layer : manifest.get("Layers")) {
            String file = parts.resolve(layer.asText()).toString();
            var extracted = run(
                    "tar",
                    "--extract",
                    "--preserve-permissions",
                    "--warning=no-unknown-keyword",
                    "--file",
                    file,
                    "--directory",
                    root.toString());
        }
        JsonNode whole =
                JSON.readTree(parts.resolve(manifest.get("Config").asText()).toFile());
        return new UnpackedImage(root, whole.get("config"));
    }

    /** Starts the image's process with further settings, a root that is read-only, and a fresh {@code /tmp}. */
    Process start(Map<String, String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/bash", "-euc", MOUNT, "start"));
        Map<String, String> environment = new LinkedHashMap<>();
        config.get("Env")
                .forEach(variable -> environment.put(
                        variable.asText().split("=", 2)[0], variable.asText().split("=", 2)[1]));
        environment.putAll(settings);
        config.get("Entrypoint").forEach(word -> command.add(word.asText()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", environment.get("PATH") + ":/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("ROOT", root.toString());
        builder.environment().put("OWNER", config.get("User").asText());
        builder.environment().put("CHROOT", "/usr/sbin/chroot");
        return builder.start();
    }

    /** Files and folders that the image's user could write, if the root were not read-only; {@code /tmp} left out. */
    String writable() throws IOException, InterruptedException {
        String[] owner = config.get("User").asText().split(":", 2);
        return run(
                "setpriv",
                "--reuid=" + owner[0],
                "--regid=" + owner[1],
                "--clear-groups",
                "find",
                root.toString(),
                "-xdev",
                "-path",
                root.resolve("tmp").toString(),
                "-prune",
                "-o",
                "(",
                "-type",
                "f",
                "-o",
                "-type",
                "d",
                ")",
                "-writable",
                "-print");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        return Manifests.run(command);
    }
}
