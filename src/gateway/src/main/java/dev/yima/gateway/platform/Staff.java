package dev.yima.gateway.platform;

import java.security.Principal;
import java.util.UUID;

/**
 * Someone who works for a brand, as their key says.
 *
 * @param key the id of the key, not the key
 * @param brand the only brand they see
 * @param founding whether it is the deployment's first key
 */
public record Staff(UUID key, UUID brand, boolean founding) implements Principal {
    /** The role of every staff key. */
    public static final String ROLE = "staff";

    /** The role of the deployment's first key, besides. */
    public static final String FOUNDER = "founder";

    @Override
    public String getName() {
        return key.toString();
    }
}
