package dev.yima.gateway.platform.staff;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Lookup of the holders of staff keys; implemented where keys are stored. */
public interface StaffKeyLookup {
    /**
     * A key that was issued.
     *
     * @param holder its holder
     * @param revoked whether it was taken back
     */
    record IssuedKey(Staff holder, boolean revoked) {}

    /** A key; empty when it was never issued. */
    Uni<Optional<IssuedKey>> find(String bearer);
}
