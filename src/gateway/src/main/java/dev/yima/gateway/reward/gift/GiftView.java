package dev.yima.gateway.reward.gift;

import dev.yima.gateway.reward.gift.Gift.State;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A gift, as staff of the brand see it.
 *
 * @param id the id of the reward that it is
 * @param memberId the winner
 * @param title the name of the gift
 * @param state its state
 * @param address the address; null until the winner has given one, and again some time after the shipment
 * @param tracking the carrier's number; null until it is sent, and where there is none
 * @param addressedAt the time of the address; null until there is one
 * @param shippedAt the time of the shipment; null until it is sent
 */
@Schema(name = "Gift")
public record GiftView(
        UUID id,
        UUID memberId,
        @Schema(examples = "A bicycle") String title,
        State state,
        @Nullable GiftAddress address,
        @Nullable String tracking,
        @Nullable Instant addressedAt,
        @Nullable Instant shippedAt) {
    /** Whether its address can still be given or changed. */
    public boolean waits() {
        return state != State.SHIPPED;
    }
}
