package dev.yima.gateway.platform.staff;

import java.security.Principal;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A member of staff, authenticated by an API key of their brand.
 *
 * @param key the id of the key, not the key
 * @param brand the only brand that the key gives access to
 * @param role the role of the key
 * @param origin the network that the request came from, as text
 */
public record Staff(UUID key, UUID brand, Role role, String origin) implements Principal {
    /** The security role of all keys but those of {@link Role#STORE}: everything but keys. */
    public static final String ROLE = "staff";

    /** The security role of keys of {@link Role#FOUNDER} and {@link Role#OWNER}: issues and revokes keys. */
    public static final String OWNER = "owner";

    /** The security role of every key: redeems coupons. */
    public static final String STORE = "store";

    /** The security role of keys of {@link Role#FOUNDER}: makes brands, and other founders. */
    public static final String FOUNDER = "founder";

    /** The role of a key. */
    @Schema(name = "KeyRole")
    public enum Role {
        /** Everything, and what concerns the whole deployment. */
        FOUNDER,
        /** Everything of its brand. */
        OWNER,
        /** Everything but keys. */
        STAFF,
        /** Redeeming coupons; otherwise a store is the public. */
        STORE;

        /** Whether it has everything of its brand. */
        public boolean owns() {
            return this == FOUNDER || this == OWNER;
        }

        /** Its security roles, as the resources name them. */
        Set<String> names() {
            return switch (this) {
                case FOUNDER -> Set.of(Staff.FOUNDER, Staff.OWNER, Staff.ROLE, Staff.STORE);
                case OWNER -> Set.of(Staff.OWNER, Staff.ROLE, Staff.STORE);
                case STAFF -> Set.of(Staff.ROLE, Staff.STORE);
                case STORE -> Set.of(Staff.STORE);
            };
        }
    }

    /** The same key, where what it does concerns another brand and stands in that one's audit, without its origin. */
    public Staff at(UUID otherBrand) {
        return new Staff(key, otherBrand, role, "");
    }

    /** The same, with a request from a network. */
    Staff from(String network) {
        return new Staff(key, brand, role, network);
    }

    @Override
    public String getName() {
        return key.toString();
    }
}
