package dev.yima.gateway.visitor;

import java.util.Optional;
import java.util.UUID;

/**
 * The audience of an answer: staff of a brand, or the public.
 *
 * @param brand the brand of the staff; empty for the public, which must not learn that a code is forged
 */
public record Audience(Optional<UUID> brand) {
    /** Requests without a staff key. */
    public static final Audience PUBLIC = new Audience(Optional.empty());

    /**
     * Whether a forged code may be told from one that is not on sale: by staff of the lot's own brand only.
     *
     * @param owner the brand of the lot; empty when there is no such lot
     */
    public boolean mayKnow(Optional<UUID> owner) {
        return brand.isPresent() && (owner.isEmpty() || owner.equals(brand));
    }
}
