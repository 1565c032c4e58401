package dev.yima.bench.measure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Awarded scans: every one a new code, by somebody of the crowd, and every answer has a reward. */
public final class ClaimLoad implements HttpLoad.Caller {
    private static final byte[] REWARD = "\"reward\":{".getBytes(US_ASCII);
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private final ScanFixture fixture;
    private final List<PackagedService.ActiveLot> lots;
    private final ShuffledCodes codes;
    private int next;
    private long heard;

    /**
     * Prepares claims.
     *
     * @param fixture where
     * @param lots the lots of the codes
     * @param codes the codes to claim, in this order
     */
    public ClaimLoad(ScanFixture fixture, List<PackagedService.ActiveLot> lots, ShuffledCodes codes) {
        this.fixture = fixture;
        this.lots = lots;
        this.codes = codes;
    }

    /**
     * Makes a campaign and a lot to claim.
     *
     * @param claims the most awards; a power of two
     */
    public static ClaimLoad prepare(ScanFixture fixture, int claims) throws IOException {
        String campaign = fixture.service().campaign(claims);
        PackagedService.ActiveLot lot = fixture.service().lot("ITEM_INNER", claims, campaign);
        return new ClaimLoad(fixture, List.of(lot), ShuffledCodes.of(lot.codec(), claims));
    }

    /**
     * Claims until the service is warm and PostgreSQL is as one that has run for a while. Its checkpoint comes half
     * way, since each page that is touched for the first time after one is written to the log as a whole.
     */
    public void warm() throws IOException, SQLException {
        run(MeasuredRounds.WARM.dividedBy(2));
        fixture.servers().settle();
        run(MeasuredRounds.WARM.dividedBy(2));
    }

    /** Claims for a while. */
    public HttpLoad.Outcome run(Duration length) throws IOException {
        return load().run(length);
    }

    /** The same at a steady rate; times count from when a claim was due. */
    public HttpLoad.Outcome run(Duration length, double perSecond) throws IOException {
        return load().atRate(perSecond).run(length);
    }

    private HttpLoad load() {
        return new HttpLoad(List.of(fixture.service().address()), ScanFixture.CONNECTIONS, this);
    }

    /**
     * Checks that what was answered is what is stored, and that the books balance.
     *
     * @param others the number of claims of these lots that were made by others
     */
    public void check(long others) throws IOException {
        long stored = -others;
        for (PackagedService.ActiveLot lot : lots) {
            stored += fixture.service().claimed(lot);
        }
        if (stored != heard || next != heard) {
            throw new IllegalStateException(
                    "must be the same: asked=" + next + " answered=" + heard + " stored=" + stored);
        }
        List<String> broken = fixture.service().brokenLaws();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("the books do not balance: " + broken);
        }
    }

    /** The number of answers with a reward. */
    public long heard() {
        return heard;
    }

    /** The codes to claim. */
    public ShuffledCodes codes() {
        return codes;
    }

    /** The user who claims a code: always the same one, and any. */
    public int claimant(int code) {
        return (int) Math.floorMod(
                (code * SCATTER) >>> Integer.SIZE, (long) fixture.users().size());
    }

    @Override
    public boolean ask(int connection, ByteBuffer request) {
        if (next == codes.count()) {
            return false;
        }
        fixture.users().claim(request, claimant(next), codes, next++);
        return true;
    }

    @Override
    public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
        boolean rewarded = status == 200 && answer.indexOf(REWARD) >= 0;
        heard += rewarded ? 1 : 0;
        return rewarded;
    }
}
