package dev.yima.gateway.platform.staff;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Lookup of the holders of staff keys; implemented where keys are stored. */
public interface StaffKeyLookup {
    /** The holder of a key; empty when the key was never issued, or was revoked. */
    Uni<Optional<Staff>> holder(String bearer);
}
