package dev.yima.gateway.platform;

import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * Someone who works for a brand, as their key says.
 *
 * @param key the id of the key, not the key
 * @param brand the only brand they see
 * @param role what it is good for
 * @param founding whether it is the deployment's first key
 */
public record Staff(UUID key, UUID brand, Role role, boolean founding) implements Principal {
    /** Whoever works for the brand itself: keys of {@link Role#OWNER} and {@link Role#STAFF}. */
    public static final String ROLE = "staff";

    /** Whoever gives out keys: those of {@link Role#OWNER}. */
    public static final String OWNER = "owner";

    /** Whoever redeems coupons: every key. */
    public static final String STORE = "store";

    /** The role of the deployment's first key, besides. */
    public static final String FOUNDER = "founder";

    /** What a key is good for. */
    public enum Role {
        /** Everything. */
        OWNER(Staff.OWNER, Staff.ROLE, Staff.STORE),
        /** Everything but keys. */
        STAFF(Staff.ROLE, Staff.STORE),
        /** Redeeming coupons; otherwise a store is the public. */
        STORE(Staff.STORE);

        private final Set<String> names;

        Role(String... names) {
            this.names = Set.of(names);
        }

        /** What it may do, as the resources name it. */
        Set<String> names() {
            return names;
        }
    }

    @Override
    public String getName() {
        return key.toString();
    }
}
