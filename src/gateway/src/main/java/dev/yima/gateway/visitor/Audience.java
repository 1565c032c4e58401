package dev.yima.gateway.visitor;

import java.util.Optional;
import java.util.UUID;

/**
 * The reader of an answer.
 *
 * @param brand the brand whose staff it is, empty for the public: a forgery must not learn that it is one
 */
public record Audience(Optional<UUID> brand) {
    /** Everybody who shows no key. */
    public static final Audience PUBLIC = new Audience(Optional.empty());

    /**
     * Whether a forged code may be told from one that is not on sale: by staff of the lot's own brand only.
     *
     * @param owner the brand whose lot it is; empty when there is no such lot
     */
    public boolean mayKnow(Optional<UUID> owner) {
        return brand.isPresent() && (owner.isEmpty() || owner.equals(brand));
    }
}
