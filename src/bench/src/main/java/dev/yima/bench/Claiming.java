package dev.yima.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Awarded scans: every one a new code, by somebody of the crowd, and every answer has a reward. */
final class Claiming implements Load.Caller {
    private static final byte[] REWARD = "\"reward\":{".getBytes(US_ASCII);
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private final Stage stage;
    private final List<Service.ActiveLot> lots;
    private final Codes codes;
    private int next;
    private long heard;

    /**
     * Prepares claims.
     *
     * @param stage where
     * @param lots the lots of the codes
     * @param codes what is claimed, in this order
     */
    Claiming(Stage stage, List<Service.ActiveLot> lots, Codes codes) {
        this.stage = stage;
        this.lots = lots;
        this.codes = codes;
    }

    /**
     * Makes a campaign and a lot to claim.
     *
     * @param claims how many awards there may be; a power of two
     */
    static Claiming prepare(Stage stage, int claims) throws IOException {
        String campaign = stage.service().campaign(claims);
        Service.ActiveLot lot = stage.service().lot("ITEM_INNER", claims, campaign);
        return new Claiming(stage, List.of(lot), Codes.of(lot.codec(), claims));
    }

    /**
     * Claims until the service is warm and PostgreSQL is as one that has run for a while. Its checkpoint comes half
     * way, since each page that is touched for the first time after one is written to the log as a whole.
     */
    void warm() throws IOException, SQLException {
        run(Rounds.WARM.dividedBy(2));
        stage.servers().settle();
        run(Rounds.WARM.dividedBy(2));
    }

    /** Claims for a while. */
    Load.Outcome run(Duration length) throws IOException {
        return new Load(List.of(stage.service().address()), Stage.CONNECTIONS, this).run(length);
    }

    /**
     * Checks that what was answered is what is stored, and that the books balance.
     *
     * @param others how many claims of these lots were made by others
     */
    void check(long others) throws IOException {
        long stored = -others;
        for (Service.ActiveLot lot : lots) {
            stored += stage.service().claimed(lot);
        }
        if (stored != heard || next != heard) {
            throw new IllegalStateException(
                    "must be the same: asked=" + next + " answered=" + heard + " stored=" + stored);
        }
        List<String> broken = stage.service().brokenLaws();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("the books do not balance: " + broken);
        }
    }

    /** How many were answered with a reward. */
    long heard() {
        return heard;
    }

    /** What is claimed. */
    Codes codes() {
        return codes;
    }

    /** Who claims a code: always the same, and anybody. */
    int claimant(int code) {
        return (int) Math.floorMod(
                (code * SCATTER) >>> Integer.SIZE, (long) stage.crowd().size());
    }

    @Override
    public boolean ask(int connection, ByteBuffer request) {
        if (next == codes.count()) {
            return false;
        }
        stage.crowd().claim(request, claimant(next), codes, next++);
        return true;
    }

    @Override
    public boolean hear(int connection, int status, Load.Bytes answer) {
        boolean rewarded = status == 200 && answer.indexOf(REWARD) >= 0;
        heard += rewarded ? 1 : 0;
        return rewarded;
    }
}
