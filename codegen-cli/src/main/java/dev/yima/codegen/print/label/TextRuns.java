package dev.yima.codegen.print.label;

import dev.yima.pdf.ChineseFont;
import dev.yima.pdf.Helvetica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words on a label in the two fonts that they are set in: ASCII in Helvetica, all else in the Chinese one. */
public final class TextRuns {
    private TextRuns() {}

    /**
     * Characters that follow each other in one font.
     *
     * @param text the characters
     * @param latin whether they are set in Helvetica
     */
    public record Run(String text, boolean latin) {
        /** Its width, for letters of size 1. */
        public double width() {
            return latin ? Helvetica.width(text) : ChineseFont.width(text);
        }
    }

    /** The words, font by font. */
    public static List<Run> runs(String words) {
        List<Run> runs = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean latin = true;
        for (int character : words.codePoints().toArray()) {
            if (Helvetica.covers(character) != latin && !text.isEmpty()) {
                runs.add(new Run(text.toString(), latin));
                text.setLength(0);
            }
            latin = Helvetica.covers(character);
            text.appendCodePoint(character);
        }
        if (!text.isEmpty()) {
            runs.add(new Run(text.toString(), latin));
        }
        return runs;
    }

    /** The width of words, for letters of size 1. */
    public static double width(String words) {
        return runs(words).stream().mapToDouble(Run::width).sum();
    }

    /** The first character that neither font has. */
    public static Optional<String> missing(String words) {
        return words.codePoints()
                .filter(character -> !Helvetica.covers(character) && !ChineseFont.covers(character))
                .mapToObj(Character::toString)
                .findFirst();
    }
}
