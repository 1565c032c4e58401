package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.campaign.publication.CampaignReader;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.lot.serials.SerialOverrides;
import dev.yima.gateway.lot.serials.SerialOverridesReader;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reader of lots for the scan path, without Hibernate. Lots that are asked for at the same time are looked for
 * together, on one connection: numbers that somebody makes up cost little, and keep no read of others waiting.
 */
@ApplicationScoped
class LotReader {
    private static final String SELECT = """
            SELECT l.number, l.kind, l.size, l.test, l.state, l.stop_reason, l.overrides_version, l.brand_id,
                l.campaign_id, p.name AS product, b.sealed_key
            FROM lot l JOIN brand b ON b.id = l.brand_id LEFT JOIN product p ON p.id = l.product_id
            WHERE l.number = ANY ($1)""";
    private static final int BATCH_MAX = 256;

    private final Pool pool;
    private final BrandRepository brands;
    private final CampaignReader campaigns;
    private final SerialOverridesReader overrides;
    private final Batcher<LotNumber, Optional<Row>> rows;

    LotReader(
            DatabasePools pools,
            BrandRepository brands,
            CampaignReader campaigns,
            SerialOverridesReader overrides,
            Vertx vertx,
            YimaConfig config) {
        this.pool = pools.reads();
        this.brands = brands;
        this.campaigns = campaigns;
        this.overrides = overrides;
        this.rows = new Batcher<>(
                vertx, BATCH_MAX, config.limits().queueMax(), config.limits().readWithin(), this::rows);
    }

    /** A lot with its brand, campaign and overrides; empty when there is none. */
    Uni<Optional<CachedLot>> read(LotNumber number) {
        return rows.submit(number)
                .flatMap(row -> row.isPresent()
                        ? complete(number, row.get())
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<List<Optional<Row>>> rows(List<LotNumber> numbers) {
        Integer[] wanted = numbers.stream().map(LotNumber::value).toArray(Integer[]::new);
        return pool.preparedQuery(SELECT)
                .execute(Tuple.tuple().addArrayOfInteger(wanted))
                .map(found -> {
                    Map<Integer, Row> byNumber = new HashMap<>();
                    found.forEach(row -> byNumber.put(row.getInteger("number"), row));
                    return numbers.stream()
                            .map(number -> Optional.ofNullable(byNumber.get(number.value())))
                            .toList();
                });
    }

    private Uni<Optional<CachedLot>> complete(LotNumber number, Row row) {
        UUID campaign = row.getUUID("campaign_id");
        Uni<Optional<RunningCampaign>> running =
                campaign == null ? Uni.createFrom().item(Optional.empty()) : campaigns.find(campaign);
        return Uni.combine()
                .all()
                .unis(
                        brands.find(pool, row.getUUID("brand_id")),
                        running,
                        overrides.read(number.value(), row.getInteger("overrides_version")))
                .with((brand, published, serials) ->
                        Optional.of(lot(number, row, brand, published.orElse(null), serials)));
    }

    private CachedLot lot(
            LotNumber number, Row row, Brand brand, @Nullable RunningCampaign campaign, SerialOverrides serials) {
        byte[] sealed = row.getBuffer("sealed_key").getBytes();
        LotCodec codec = new LotCodec(
                number,
                row.getInteger("size"),
                brands.unseal(brand.id(), sealed).lotKey(number));
        return new CachedLot(
                codec,
                CodeKind.valueOf(row.getString("kind")),
                row.getBoolean("test"),
                LotState.valueOf(row.getString("state")),
                row.getString("stop_reason") == null ? null : StopReason.valueOf(row.getString("stop_reason")),
                brand,
                row.getString("product"),
                campaign,
                serials,
                true);
    }
}
