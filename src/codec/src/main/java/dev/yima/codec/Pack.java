package dev.yima.codec;

/**
 * The arithmetic packing of a lot: the number of its codes in one pack, whose own code is of another lot, its parent:
 * code {@code s} is in pack
 * {@code s / size}. The relation is arithmetic, so it is stored nowhere.
 *
 * @param size 1 to {@link #SIZE_MAX}
 */
public record Pack(int size) {
    /** The largest pack. */
    public static final int SIZE_MAX = 100_000;

    /** Levels of packs, with the lowest: item, box, case, pallet and one more. */
    public static final int LEVELS_MAX = 5;

    /**
     * Makes a pack.
     *
     * @throws IllegalArgumentException when its size is out of range
     */
    public Pack {
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalArgumentException("must be 1 to " + SIZE_MAX + ": pack=" + size);
        }
    }

    /** The serial, in the parent lot, of the pack that a code is in. */
    public int parent(int serial) {
        return serial / size;
    }

    /** The first serial in a pack. */
    public long first(int parent) {
        return (long) parent * size;
    }

    /** The last serial in a pack of a lot of so many codes; before {@link #first} when there is none. */
    public long last(int parent, int lotSize) {
        return Math.min(first(parent) + size, lotSize) - 1;
    }

    /** The number of packs that so many codes fill, the last one maybe not wholly. */
    public int packs(int codes) {
        return (int) (((long) codes + size - 1) / size);
    }
}
