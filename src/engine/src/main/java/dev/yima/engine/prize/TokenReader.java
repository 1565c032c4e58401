package dev.yima.engine.prize;

/** The words of a line, taken from the front. Not thread-safe. */
public final class TokenReader {
    private final String text;
    private int next;

    /** Reads the words of a line, which single blanks separate. */
    public TokenReader(String text) {
        this.text = text;
    }

    /** Whether words are left. */
    public boolean areLeft() {
        return next < text.length();
    }

    /**
     * The next word.
     *
     * @throws IndexOutOfBoundsException when there is none
     */
    public String next() {
        int end = text.indexOf(' ', next);
        String word = text.substring(next, end < 0 ? text.length() : end);
        next += word.length() + 1;
        return word;
    }

    /** Takes the next word if it is this one. */
    public boolean skip(String word) {
        boolean found = areLeft()
                && text.startsWith(word, next)
                && (text.length() == next + word.length() || text.charAt(next + word.length()) == ' ');
        next += found ? word.length() + 1 : 0;
        return found;
    }

    /** All that is left. */
    String rest() {
        String rest = text.substring(next);
        next = text.length();
        return rest;
    }
}
