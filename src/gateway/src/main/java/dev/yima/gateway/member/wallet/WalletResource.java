package dev.yima.gateway.member.wallet;

import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.member.MemberRepository;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The wallet of a visitor, as JSON. */
@Path("/api/v1/me")
@Tag(name = "Public")
@NonBlocking
public class WalletResource {
    private final VisitorRequests visitors;
    private final MemberWallet wallet;

    WalletResource(VisitorRequests visitors, MemberWallet wallet) {
        this.visitors = visitors;
        this.wallet = wallet;
    }

    /**
     * A member.
     *
     * @param memberId the member's id with the brand, null before the first scan
     * @param points the points that count
     * @param pendingPoints the points that are pending
     * @param expiringPoints of those that count, the points that expire next; 0 when none ever does
     * @param pointsExpireAt the moment at which those expire; null when none ever does
     * @param rewards the rewards, the latest first; at most 200
     */
    @Schema(name = "Me")
    public record Me(
            @Nullable UUID memberId,
            @Schema(examples = "50") long points,
            @Schema(examples = "10") long pendingPoints,
            @Schema(examples = "20") long expiringPoints,
            @Nullable Instant pointsExpireAt,
            List<Reward> rewards) {}

    /** Shows the wallet. */
    @GET
    @Operation(summary = "What I have", description = "The person is the cookie, the brand the one they scanned last.")
    public Uni<Me> me(@Context HttpServerRequest http) {
        return wallet.of(visitors.person(http)).map(WalletResource::me);
    }

    private static Me me(MemberWallet.Contents contents) {
        List<Reward> rewards = contents.rewards().stream()
                .map(MemberRepository.MemberReward::reward)
                .toList();
        return new Me(
                contents.member(),
                contents.points(),
                contents.pending(),
                contents.expiring(),
                contents.expiresAt(),
                rewards);
    }
}
