package dev.yima.engine.draw;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.PrizePool.Drawn;
import dev.yima.engine.rules.CampaignRules;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The draw of a campaign: a secret seed decides what each position of a pool wins, so that the order of the prizes is
 * fixed before the first scan and known to nobody before the last. The n-th claim that commits takes position n - 1.
 *
 * <p>In an exact pool the seed permutes the positions; by odds it gives each position a ticket. The permutation is an
 * alternating Feistel network of {@value #ROUNDS} rounds over SHA-256, closed on the pool by cycle walking (Black and
 * Rogaway, "Ciphers with Arbitrary Finite Domains", 2002). {@code docs/reference/draw.md} states both with vectors.
 * Immutable.
 */
public final class Draw {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    private static final int ROUNDS = 10;
    private static final int BITS_MIN = 2;
    private static final byte[] COMMITMENT_LABEL = "yima/draw/1".getBytes(UTF_8);
    private static final byte[] RANGE_LABEL = "yima/range/1".getBytes(UTF_8);
    private static final byte[] TICKET_LABEL = "yima/odds/1".getBytes(UTF_8);
    private static final int TICKET_BITS = 40;

    private final PrizePool pool;
    private final byte[] seed;
    private final int leftBits;
    private final int rightBits;

    /**
     * Prepares a draw.
     *
     * @param pool the pool that is drawn from
     * @param seed {@link #SEED_BYTES} secret bytes; a copy is taken
     * @throws IllegalArgumentException when the seed has another length
     */
    public Draw(PrizePool pool, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("must have " + SEED_BYTES + " bytes: seed has " + seed.length);
        }
        this.pool = pool;
        this.seed = seed.clone();
        int bits = Math.max(BITS_MIN, Integer.SIZE - Integer.numberOfLeadingZeros(pool.claims() - 1));
        this.leftBits = bits / 2;
        this.rightBits = bits - leftBits;
    }

    /**
     * The prize that a position wins.
     *
     * @param position the claim's place in the order of commits, 0 to claims - 1
     * @param won the number of prizes of each line that were won before; not asked for an exact pool
     * @return the prize, before any multiplier; empty for a position without a prize
     * @throws IndexOutOfBoundsException when the position lies outside the pool
     */
    public Optional<PrizeAward> win(int position, List<Integer> won) {
        Optional<Drawn> drawn = switch (pool.draw()) {
            case EXACT -> pool.prizeAt(place(position));
            case ODDS -> left(lineByOdds(position), won).map(line -> new Drawn(line, won.get(line)));
        };
        return drawn.map(prize -> win(prize.line(), prize.nth()));
    }

    /**
     * The next prize of a line that is not drawn.
     *
     * @param won the number of prizes of each line that were won before
     * @return empty when none is left
     */
    public Optional<PrizeAward> bonus(int line, List<Integer> won) {
        return won.get(line) < pool.lines().get(line).count()
                ? Optional.of(win(line, won.get(line)))
                : Optional.empty();
    }

    private PrizeAward win(int line, int nth) {
        Prize prize = pool.lines().get(line);
        return new PrizeAward(line, prize, prize.isRange() ? amount(line, prize, nth) : prize.amount());
    }

    /** Two prizes that follow each other cost what the two ends of the range do, so that the line's total is exact. */
    private long amount(int line, Prize prize, int nth) {
        if (nth % 2 == 0 && nth == prize.count() - 1) {
            return (prize.amount() + prize.amountMax()) / 2;
        }
        MessageDigest sha256 = sha256();
        sha256.update(RANGE_LABEL);
        sha256.update(seed);
        sha256.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(line)
                .putInt(nth / 2)
                .array());
        long word = ByteBuffer.wrap(sha256.digest()).getLong() >>> 1;
        long step = Math.multiplyHigh(word, (prize.amountMax() - prize.amount() + 1) << 1);
        return nth % 2 == 0 ? prize.amount() + step : prize.amountMax() - step;
    }

    /** The ticket of a position: which of a million equal chances it is. */
    public int ticket(int position) {
        Objects.checkIndex(position, pool.claims());
        MessageDigest sha256 = sha256();
        sha256.update(TICKET_LABEL);
        sha256.update(seed);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, position));
        // Five bytes, so that the product of 40 and 20 bits fits, and no chance is larger by more than a millionth.
        long word = ByteBuffer.wrap(sha256.digest()).getLong() >>> Long.SIZE - TICKET_BITS;
        return (int) (word * Odds.MILLION >>> TICKET_BITS);
    }

    /**
     * The place that the permutation sends a position to.
     *
     * @throws IndexOutOfBoundsException when the position lies outside the pool
     */
    public int place(int position) {
        Objects.checkIndex(position, pool.claims());
        MessageDigest sha256 = sha256();
        int place = position;
        do {
            place = permute(sha256, place);
        } while (place >= pool.claims());
        return place;
    }

    /**
     * The commitment that is published before the first scan: SHA-256 of the label {@code yima/draw/1}, the seed, and
     * the SHA-256 of the rules' text. Whoever sees the seed later can tell that neither seed nor rules were changed.
     *
     * @param seed the secret seed
     * @param rules the text of {@link CampaignRules#text()}
     */
    public static byte[] commitment(byte[] seed, String rules) {
        byte[] rulesDigest = sha256().digest(rules.getBytes(UTF_8));
        MessageDigest sha256 = sha256();
        sha256.update(COMMITMENT_LABEL);
        sha256.update(seed);
        return sha256.digest(rulesDigest);
    }

    /** The line that a position's ticket belongs to, whether or not a prize of it is left. */
    private Optional<Integer> lineByOdds(int position) {
        int ticket = ticket(position);
        int end = 0;
        for (int line = 0; line < pool.prizes().size(); line++) {
            end += pool.prizes().get(line).odds().orElseThrow().perMillion();
            if (ticket < end) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    /** The line itself while a prize of it is left, otherwise its fallback, and so on. */
    private Optional<Integer> left(Optional<Integer> line, List<Integer> won) {
        Optional<Integer> left = line;
        while (left.isPresent()
                && won.get(left.get()) >= pool.prizes().get(left.get()).count()) {
            left = pool.prizes().get(left.get()).odds().orElseThrow().fallback();
        }
        return left;
    }

    /** One pass: the halves change places each round, so an even number of rounds restores their widths. */
    private int permute(MessageDigest sha256, int value) {
        int left = value >>> rightBits;
        int right = value & mask(rightBits);
        int width = leftBits;
        for (int round = 0; round < ROUNDS; round++) {
            int mixed = left ^ (roundFunction(sha256, round, right) & mask(width));
            left = right;
            right = mixed;
            width = leftBits + rightBits - width;
        }
        return left << rightBits | right;
    }

    private int roundFunction(MessageDigest sha256, int round, int half) {
        sha256.update(seed);
        sha256.update((byte) round);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, half));
        return ByteBuffer.wrap(sha256.digest()).getInt();
    }

    private static int mask(int bits) {
        return (1 << bits) - 1;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
