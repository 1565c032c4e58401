package dev.yima.gateway.platform.staff;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Knows whose a staff key is. */
public interface StaffKeyLookup {
    /** The holder of a key; empty when the key was never given out, or was revoked. */
    Uni<Optional<Staff>> holder(String bearer);
}
