package dev.yima.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The platform of this machine, as far as starting a server depends on it. */
public final class Platform {
    private static final String SYSTEM = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    private static final String PROCESSOR = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);

    private Platform() {}

    public static boolean isWindows() {
        return SYSTEM.startsWith("windows");
    }

    /** The name of the PostgreSQL archive on the class path. */
    public static String postgresArchive() {
        String system = isWindows() ? "windows" : isMac() ? "darwin" : "linux";
        return "postgres-" + system + "-" + (isArm() && !isWindows() ? "arm_64" : "x86_64") + ".txz";
    }

    /**
     * The Redis programs that may run here, best first. The one for Linux on amd64 needs OpenSSL 3 of the machine;
     * where that is missing, the statically linked one with 32 bits does.
     */
    public static List<String> redisPrograms() {
        if (isWindows()) {
            return List.of("redis-server-5.0.14.1-windows-amd64.exe");
        }
        if (isMac()) {
            return List.of("redis-server-6.2.6-v5-darwin-" + (isArm() ? "arm64" : "amd64"));
        }
        return isArm()
                ? List.of("redis-server-6.2.7-linux-arm64")
                : List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
    }

    public static String program(String name) {
        return isWindows() ? name + ".exe" : name;
    }

    /** Whether this is root on Linux, as whom PostgreSQL refuses to run. */
    public static boolean isLinuxRoot() {
        try {
            return SYSTEM.startsWith("linux")
                    && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isMac() {
        return SYSTEM.startsWith("mac");
    }

    private static boolean isArm() {
        return PROCESSOR.equals("aarch64") || PROCESSOR.equals("arm64");
    }
}
