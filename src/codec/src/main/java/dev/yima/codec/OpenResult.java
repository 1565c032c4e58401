package dev.yima.codec;

/** The result of opening a code under the key of its lot. Switch over {@link #kind()}. */
public sealed interface OpenResult {
    /** Which of the two it is. */
    Kind kind();

    /** The outcomes of opening a code. */
    enum Kind {
        /** Minted under this lot: see {@link Genuine}. */
        GENUINE,
        /** Not minted under this lot: see {@link Forged}. */
        FORGED
    }

    /**
     * A code that was minted under the lot.
     *
     * @param serial its place in the lot, 0 to size - 1
     */
    record Genuine(int serial) implements OpenResult {
        @Override
        public Kind kind() {
            return Kind.GENUINE;
        }
    }

    /** A code that was not. A wrong tag, a serial out of range and another lot's code look the same on purpose. */
    record Forged() implements OpenResult {
        @Override
        public Kind kind() {
            return Kind.FORGED;
        }
    }
}
