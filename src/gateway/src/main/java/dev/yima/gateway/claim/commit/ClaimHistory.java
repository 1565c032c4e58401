package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.Claimant;
import dev.yima.gateway.claim.LockedPacket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Earlier claims of a member, in a campaign and with its brand. Not thread-safe. */
final class ClaimHistory {
    private static final Comparator<LockedPacket> BY_EXPIRY =
            Comparator.comparing(LockedPacket::expiresAt).thenComparing(LockedPacket::claim);

    /** Claims of the campaign. */
    PeriodCounts counts = PeriodCounts.NONE;

    /** Claims of all campaigns of the brand. */
    int inBrand;

    /** Pieces of sets that the member has, by prize line. */
    final Map<Integer, Integer> pieces = new HashMap<>();

    /** Packets of the campaign that are locked, by expiry. */
    final List<LockedPacket> locked = new ArrayList<>();

    /** Tags that the brand gave the member. */
    final Set<String> tags = new HashSet<>();

    void lock(LockedPacket packet) {
        locked.add(packet);
        locked.sort(BY_EXPIRY);
    }

    /** Packets that can be opened at a moment, by expiry. */
    List<LockedPacket> openable(Instant at) {
        return locked.stream().filter(packet -> packet.expiresAt().isAfter(at)).toList();
    }

    /** The member as a claimant, at a moment. */
    Claimant claimant(Instant at) {
        return new Claimant(
                at,
                counts.today(),
                counts.inWeek(),
                counts.inMonth(),
                counts.inCampaign(),
                inBrand,
                pieces,
                openable(at).size(),
                tags);
    }

    ClaimHistory copy() {
        ClaimHistory copy = new ClaimHistory();
        copy.counts = counts;
        copy.inBrand = inBrand;
        copy.pieces.putAll(pieces);
        copy.locked.addAll(locked);
        copy.tags.addAll(tags);
        return copy;
    }
}
