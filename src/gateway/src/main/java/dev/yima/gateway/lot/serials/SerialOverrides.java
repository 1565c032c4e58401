package dev.yima.gateway.lot.serials;

import dev.yima.gateway.campaign.publication.RunningCampaign;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What single codes of a lot are besides: honey, waste, or bound by a range. In memory with the lot, so that a scan
 * asks nobody.
 *
 * @param honeys the recipient whose copy a serial is in alone
 * @param waste the serials that were misprinted
 * @param ranges what is bound, in the order of the serials, without overlap
 */
public record SerialOverrides(Map<Integer, String> honeys, SerialSet waste, List<Range> ranges) {
    public static final SerialOverrides NONE = new SerialOverrides(Map.of(), SerialSet.EMPTY, List.of());

    /**
     * A range of serials that is bound.
     *
     * @param from its first serial
     * @param to its last serial
     * @param product the name of its product, null when it has none
     * @param campaignId its campaign, null when it has none
     * @param campaign the campaign, null while it is not published
     */
    public record Range(
            int from,
            int to,
            @Nullable String product,
            @Nullable UUID campaignId,
            @Nullable RunningCampaign campaign) {}

    public Optional<String> honey(int serial) {
        return Optional.ofNullable(honeys.get(serial));
    }

    public boolean isWaste(int serial) {
        return waste.contains(serial);
    }

    /** The range that a serial is in. */
    public Optional<Range> range(int serial) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (serial < range.from) {
                high = middle - 1;
            } else if (serial > range.to) {
                low = middle + 1;
            } else {
                return Optional.of(range);
            }
        }
        return Optional.empty();
    }
}
