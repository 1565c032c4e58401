package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.engine.condition.Region;
import dev.yima.engine.scan.CampaignStanding;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.lot.serials.SerialOverrides;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lot, as the scan path remembers it.
 *
 * @param codec opens its codes
 * @param kind what its codes are for
 * @param state where it stands in its life
 * @param brand whose it is
 * @param product the name of its product, null when none is assigned
 * @param campaign its campaign, null when none is assigned or published
 * @param marks what single codes of it are besides
 * @param fresh whether this is no older than the configured age
 */
public record CachedLot(
        LotCodec codec,
        CodeKind kind,
        LotState state,
        Brand brand,
        @Nullable String product,
        @Nullable RunningCampaign campaign,
        SerialOverrides marks,
        boolean fresh) {

    /** The same, when the database cannot be asked whether it is still so: good for looking, not for claiming. */
    CachedLot stale() {
        return new CachedLot(codec, kind, state, brand, product, campaign, marks, false);
    }

    /** The recipient whose copy alone has this serial, if it is one that is never sold. */
    public Optional<String> honey(int serial) {
        return marks.honey(serial);
    }

    /**
     * The lot as one of its codes sees it: void when the code was misprinted, and with the product and the campaign
     * that the code's range is bound to. What the lot's state forbids stays forbidden.
     */
    public CachedLot at(int serial) {
        if (marks.equals(SerialOverrides.NONE)) {
            return this;
        }
        LotState here = state == LotState.ACTIVE && marks.isWaste(serial) ? LotState.VOID : state;
        return marks.range(serial)
                .map(range -> new CachedLot(
                        codec,
                        kind,
                        here,
                        brand,
                        range.product() == null ? product : range.product(),
                        range.campaignId() == null ? campaign : range.campaign(),
                        SerialOverrides.NONE,
                        fresh))
                .orElseGet(
                        () -> new CachedLot(codec, kind, here, brand, product, campaign, SerialOverrides.NONE, fresh));
    }

    /**
     * Where the lot's campaign stands for a person.
     *
     * @param from where the person is, asked only if it matters; empty when that cannot be told
     */
    public CampaignStanding standing(Instant now, Supplier<Optional<Region>> from) {
        return campaign == null ? CampaignStanding.NONE : campaign.standing(now, from);
    }
}
