package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.LockedPacket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a person did before, in a campaign and beyond. Not thread-safe. */
final class ClaimHistory {
    private static final Comparator<LockedPacket> OLDEST_FIRST =
            Comparator.comparing(LockedPacket::expiresAt).thenComparing(LockedPacket::claim);

    /** Claims of the campaign since the day of the request began. */
    int today;

    /** The same since its week began. */
    int inWeek;

    /** The same since its month began. */
    int inMonth;

    /** Claims of the campaign. */
    int inCampaign;

    /** Claims of the brand. */
    int ever;

    /** The pieces that the person holds, by line. */
    final Map<Integer, Integer> pieces = new HashMap<>();

    /** The packets of the campaign that are locked, those that expire first first. */
    final List<LockedPacket> locked = new ArrayList<>();

    /** What the brand calls the person. */
    final Set<String> tags = new HashSet<>();

    void lock(LockedPacket packet) {
        locked.add(packet);
        locked.sort(OLDEST_FIRST);
    }

    ClaimHistory copy() {
        ClaimHistory copy = new ClaimHistory();
        copy.today = today;
        copy.inWeek = inWeek;
        copy.inMonth = inMonth;
        copy.inCampaign = inCampaign;
        copy.ever = ever;
        copy.pieces.putAll(pieces);
        copy.locked.addAll(locked);
        copy.tags.addAll(tags);
        return copy;
    }
}
