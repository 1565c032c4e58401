package dev.yima.gateway.lot;

import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.engine.CampaignStanding;
import dev.yima.engine.LotState;
import dev.yima.engine.Region;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.campaign.RunningCampaign;
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
 * @param fresh whether this is no older than the configured age
 */
public record KnownLot(
        LotCodec codec,
        CodeKind kind,
        LotState state,
        Brand brand,
        @Nullable String product,
        @Nullable RunningCampaign campaign,
        boolean fresh) {

    /** The same, when the database cannot be asked whether it is still so: good for looking, not for claiming. */
    KnownLot stale() {
        return new KnownLot(codec, kind, state, brand, product, campaign, false);
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
