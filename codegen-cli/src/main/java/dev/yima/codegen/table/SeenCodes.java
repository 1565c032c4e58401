package dev.yima.codegen.table;

import dev.yima.codec.Code;
import java.util.HashMap;
import java.util.Map;

/**
 * The codes that a file has named so far, to find the one that it names twice. Exact, and at most 24 bytes a code:
 * the price of a file that no manifest vouches for.
 */
final class SeenCodes {
    private final Map<Integer, Bodies> lots = new HashMap<>();

    /** Adds a code; false when it was there already. */
    boolean add(Code code) {
        return lots.computeIfAbsent(code.lot().value(), lot -> new Bodies()).add(code.body());
    }

    /** The number of lots that the codes belong to. */
    int lotCount() {
        return lots.size();
    }

    /** A set of 60-bit numbers in open addressing. They are as good as random, so their low bits place them. */
    private static final class Bodies {
        private static final int SLOTS_MIN = 64;

        /** Bodies plus one, so that zero is an empty slot. */
        private long[] slots = new long[SLOTS_MIN];

        private int count;

        boolean add(long body) {
            if (count * 3L >= slots.length * 2L) {
                grow();
            }
            int slot = free(slots, body + 1);
            if (slots[slot] != 0) {
                return false;
            }
            slots[slot] = body + 1;
            count++;
            return true;
        }

        private void grow() {
            long[] larger = new long[slots.length * 2];
            for (long entry : slots) {
                if (entry != 0) {
                    larger[free(larger, entry)] = entry;
                }
            }
            slots = larger;
        }

        /** The slot that holds the entry, or the empty one where it belongs. */
        private static int free(long[] slots, long entry) {
            int mask = slots.length - 1;
            int slot = (int) (entry ^ entry >>> 32) & mask;
            while (slots[slot] != 0 && slots[slot] != entry) {
                slot = slot + 1 & mask;
            }
            return slot;
        }
    }
}
