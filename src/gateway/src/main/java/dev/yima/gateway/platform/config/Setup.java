package dev.yima.gateway.platform.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The work of a start beside serving, as {@code YIMA_SETUP} names it. */
public enum Setup {
    /** Makes or changes the tables, makes the first brand where there is none, and serves. */
    ALL,
    /** Serves, on tables that are of this version. */
    NONE,
    /** Makes or changes the tables, and ends. */
    MIGRATE,
    /** Makes the first brand where there is none, on tables that are of this version, and ends. */
    FOUND;

    /**
     * The setup of a name, in any case.
     *
     * @throws StartException when there is none of that name
     */
    public static Setup of(String name) {
        return Arrays.stream(values())
                .filter(setup -> setup.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "YIMA_SETUP must be all, none, migrate or found: " + name.toLowerCase(Locale.ROOT)));
    }

    /** The properties by which Quarkus does it. */
    public Map<String, String> properties() {
        return switch (this) {
            case ALL -> Map.of();
            case MIGRATE -> Map.of("quarkus.init-and-exit", "true");
            case NONE, FOUND ->
                Map.of("quarkus.flyway.migrate-at-start", "false", "quarkus.flyway.validate-at-start", "true");
        };
    }

    /** Whether it makes the first brand. */
    public boolean founds() {
        return this == ALL || this == FOUND;
    }
}
