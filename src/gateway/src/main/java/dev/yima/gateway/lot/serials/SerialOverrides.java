package dev.yima.gateway.lot.serials;

import dev.yima.gateway.campaign.publication.RunningCampaign;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Overrides of single serials of a lot: honey, voided, or of an assigned range. In memory with the lot, so that a scan
 * reads nothing.
 *
 * @param honeys by serial, the recipient whose copy alone has that honey code
 * @param voided the serials that were misprinted and voided
 * @param ranges the assigned ranges, in the order of the serials, without overlap
 */
public record SerialOverrides(Map<Integer, String> honeys, SerialSet voided, List<Range> ranges) {
    /** The overrides of a lot without any. */
    public static final SerialOverrides NONE = new SerialOverrides(Map.of(), SerialSet.EMPTY, List.of());

    /**
     * A range of serials that is assigned.
     *
     * @param from the first serial
     * @param to the last serial
     * @param product the name of the product, null when none is assigned
     * @param campaignId the campaign, null when none is assigned
     * @param campaign the campaign as it runs, null while it is not published
     */
    public record Range(
            int from,
            int to,
            @Nullable String product,
            @Nullable UUID campaignId,
            @Nullable RunningCampaign campaign) {}

    /** The recipient whose copy alone has a serial; empty unless it is a honey code. */
    public Optional<String> honey(int serial) {
        return Optional.ofNullable(honeys.get(serial));
    }

    /** Whether a serial was voided. */
    public boolean isVoided(int serial) {
        return voided.contains(serial);
    }

    /** The range of a serial; empty when it is in none. */
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
