package dev.yima.gateway.scan.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The words on a wheel, in the units of its drawing. They stand across their segments where all of them fit, and
 * otherwise along the radius in smaller letters; what does not fit there either ends in an ellipsis.
 *
 * @param across whether they stand across
 * @param lines the lines of each segment, in the order of the segments
 * @param shortened the full words of the segments that end in an ellipsis
 */
record WheelLettering(boolean across, List<List<Line>> lines, List<String> shortened) {
    private static final int ACROSS_RADIUS = 66;
    private static final int ACROSS_SIZE = 15;
    private static final int ALONG_END = 95;
    private static final int ALONG_SIZE = 10;
    private static final int ALONG_LINES = 2;
    /** From beside the hub to the rim. */
    private static final int ALONG_LENGTH = 56;

    /** A Chinese character is as wide as it is high, as is a W; a small letter is a little more than half of that. */
    private static final double SMALL_EM = 0.62;

    private static final double CAPITAL_EM = 0.8;
    private static final String WIDE = "WMwm@%";

    private static final int CHINESE_FROM = 0x2E80;

    /**
     * A line.
     *
     * @param text its text
     * @param x its place: the middle of a line across, the end of one along the radius
     * @param y its baseline
     */
    record Line(String text, int x, int y) {}

    static WheelLettering of(List<String> labels) {
        double chord = 2 * ACROSS_RADIUS * Math.sin(Math.min(Math.PI / 3, Math.PI / labels.size())) * 0.9;
        if (labels.stream().allMatch(label -> ems(label) * ACROSS_SIZE <= chord)) {
            return new WheelLettering(
                    true,
                    labels.stream()
                            .map(label -> List.of(new Line(label, 0, -ACROSS_RADIUS)))
                            .toList(),
                    List.of());
        }
        List<List<Line>> lines = new ArrayList<>();
        List<String> shortened = new ArrayList<>();
        for (String label : labels) {
            List<String> wrapped = wrap(label);
            if (wrapped.get(wrapped.size() - 1).endsWith("…") && !label.endsWith("…")) {
                shortened.add(label);
            }
            lines.add(along(wrapped));
        }
        return new WheelLettering(false, lines, shortened);
    }

    private static List<Line> along(List<String> texts) {
        List<Line> lines = new ArrayList<>();
        double first = ALONG_SIZE * (0.36 - (texts.size() - 1) / 2.0);
        for (String text : texts) {
            lines.add(new Line(text, ALONG_END, (int) Math.round(first + lines.size() * ALONG_SIZE)));
        }
        return lines;
    }

    /** At most two lines, broken at a space where that leaves a third of the line. */
    private static List<String> wrap(String label) {
        List<String> lines = new ArrayList<>();
        String rest = label;
        while (!fits(rest) && lines.size() < ALONG_LINES - 1) {
            int end = end(rest);
            int space = rest.lastIndexOf(' ', end);
            int cut = space > end / 3 ? space : end;
            lines.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        lines.add(
                fits(rest)
                        ? rest
                        : rest.substring(0, rest.offsetByCodePoints(end(rest), -1))
                                        .strip()
                                + '…');
        return lines;
    }

    private static boolean fits(String text) {
        return ems(text) * ALONG_SIZE <= ALONG_LENGTH;
    }

    /** The number of characters that fit on a line. */
    private static int end(String text) {
        int end = 0;
        while (end < text.length() && fits(text.substring(0, text.offsetByCodePoints(end, 1)))) {
            end = text.offsetByCodePoints(end, 1);
        }
        return end;
    }

    private static double ems(String text) {
        return text.codePoints().mapToDouble(WheelLettering::em).sum();
    }

    private static double em(int character) {
        if (character >= CHINESE_FROM || WIDE.indexOf(character) >= 0) {
            return 1;
        }
        return Character.isUpperCase(character) ? CAPITAL_EM : SMALL_EM;
    }
}
