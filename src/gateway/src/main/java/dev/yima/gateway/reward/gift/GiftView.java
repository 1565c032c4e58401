package dev.yima.gateway.reward.gift;

import dev.yima.gateway.reward.gift.Gift.State;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A gift.
 *
 * @param id the id of the reward that it is
 * @param memberId who won it
 * @param title what it is
 * @param state what has become of it
 * @param address where it goes; null until the winner has said
 * @param tracking the carrier's number; null until it is sent
 * @param addressedAt when the winner said where
 * @param shippedAt when it was sent
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
        @Nullable Instant shippedAt) {}
