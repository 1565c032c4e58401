package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.engine.place.Region;
import dev.yima.engine.scan.CampaignAvailability;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.lot.serials.SerialOverrides;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lot in the memory of the scan path.
 *
 * @param codec the codec of its codes
 * @param kind the purpose of its codes
 * @param test whether it is a test lot
 * @param state its state
 * @param stopReason the reason for which it is frozen or void; null where staff gave none
 * @param brand its brand
 * @param product the name of its product, null when none is assigned
 * @param campaign its campaign, null when none is assigned or published
 * @param overrides the overrides of single serials
 * @param fresh whether this is no older than the configured age, so that claims may be made on it
 */
public record CachedLot(
        LotCodec codec,
        CodeKind kind,
        boolean test,
        LotState state,
        @Nullable StopReason stopReason,
        Brand brand,
        @Nullable String product,
        @Nullable RunningCampaign campaign,
        SerialOverrides overrides,
        boolean fresh) {
    /** Marks the campaign of a test lot, so that all that is won from here on is a test's. */
    public CachedLot {
        campaign = campaign != null && test ? campaign.ofTests() : campaign;
    }

    /** The same lot, not fresh: the database cannot be reached, so codes are verified and nothing is claimed. */
    CachedLot stale() {
        return new CachedLot(codec, kind, test, state, stopReason, brand, product, campaign, overrides, false);
    }

    /** The recipient whose copy alone has a serial; empty unless it is a honey code. */
    public Optional<String> honey(int serial) {
        return overrides.honey(serial);
    }

    /** Whether the code of a serial was misprinted, whatever the state of the lot. */
    public boolean isVoided(int serial) {
        return overrides.isVoided(serial);
    }

    /**
     * The lot with the overrides of one serial applied: void when the code was misprinted, and with the product and
     * the campaign of the code's range. A lot that is not active keeps its state.
     */
    public CachedLot at(int serial) {
        if (overrides.equals(SerialOverrides.NONE)) {
            return this;
        }
        LotState here = state == LotState.ACTIVE && overrides.isVoided(serial) ? LotState.VOID : state;
        return overrides
                .range(serial)
                .map(range -> new CachedLot(
                        codec,
                        kind,
                        test,
                        here,
                        stopReason,
                        brand,
                        range.product() == null ? product : range.product(),
                        range.campaignId() == null ? campaign : range.campaign(),
                        SerialOverrides.NONE,
                        fresh))
                .orElseGet(() -> new CachedLot(
                        codec, kind, test, here, stopReason, brand, product, campaign, SerialOverrides.NONE, fresh));
    }

    /**
     * The standing of the lot's campaign for a person.
     *
     * @param now the time of the scan
     * @param from supplies the person's region, called only if the campaign depends on it; empty when it is unknown
     */
    public CampaignAvailability standing(Instant now, Supplier<Optional<Region>> from) {
        return campaign == null ? CampaignAvailability.NONE : campaign.standing(now, from);
    }
}
