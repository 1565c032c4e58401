package dev.yima.codegen.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.codec.Code;
import dev.yima.codec.LotNumber;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeenCodesTest {
    private static final long SEED = 20260101L;
    private static final int COUNT = 200_000;

    @Test
    void theAnswerIsThatOfAnyOtherSet() {
        SplittableRandom random = new SplittableRandom(SEED);
        SeenCodes seen = new SeenCodes();
        Set<Code> expected = new HashSet<>();
        for (int i = 0; i < COUNT; i++) {
            // Few bodies in few lots, at both ends of the range, so that most come again and many collide.
            long body = random.nextInt(COUNT / 4) << 3 ^ (random.nextBoolean() ? (1L << 60) - 1 : 0);
            Code code = new Code(new LotNumber(random.nextInt(3)), body);

            assertEquals(expected.add(code), seen.add(code));
        }
    }
}
