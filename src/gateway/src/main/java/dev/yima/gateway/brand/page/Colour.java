package dev.yima.gateway.brand.page;

/**
 * A background colour, with the text colour that is legible on it.
 *
 * @param rgb red, green and blue, eight bits each
 */
public record Colour(int rgb) {
    private static final String WHITE = "#ffffff";
    private static final String BLACK = "#000000";
    private static final int HEX = 16;
    /**
     * The luminance at which white and black contrast alike: 1.05 / (l + 0.05) = (l + 0.05) / 0.05 (WCAG 2.2, 1.4.3).
     * Both are 4.58 there, so one of them is legible on every colour.
     */
    private static final double LUMINANCE_MIDDLE = 0.1791;

    /** Reads {@code #rrggbb}. */
    public static Colour of(String hex) {
        return new Colour(Integer.parseInt(hex.substring(1), HEX));
    }

    /** The colour as CSS writes it. */
    public String css() {
        return "#%06x".formatted(rgb);
    }

    /** Black or white, whichever is easier to read on it. */
    public String ink() {
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
        return luminance > LUMINANCE_MIDDLE ? BLACK : WHITE;
    }

    private static double linear(int channel) {
        double value = (channel & 0xFF) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
