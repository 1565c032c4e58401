package dev.yima.gateway.platform.staff;

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
        OWNER,
        /** Everything but keys. */
        STAFF,
        /** Redeeming coupons; otherwise a store is the public. */
        STORE;

        /** What it may do, as the resources name it. */
        Set<String> names() {
            return switch (this) {
                case OWNER -> Set.of(Staff.OWNER, Staff.ROLE, Staff.STORE);
                case STAFF -> Set.of(Staff.ROLE, Staff.STORE);
                case STORE -> Set.of(Staff.STORE);
            };
        }
    }

    @Override
    public String getName() {
        return key.toString();
    }
}
