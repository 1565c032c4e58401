package dev.yima.gateway.scan.page;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Measures a page as a phone shows it: that no text runs out of the page or of the surface that it stands on, that no
 * text lies on another or below something, and that each contrasts with the pixels behind it (WCAG 2.2, 1.4.3).
 */
public final class PageRuler implements AutoCloseable {
    private static final double CONTRAST_MIN = 4.5;
    private static final int STEP = 3;
    private static final int TOGETHER_MAX = 9;
    /** Of the pixels behind a text so many may be of an edge or a shadow. */
    private static final double ODD_PIXELS = 0.03;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestPhone phone = TestPhone.with(TestPhone.Language.EN, TestPhone.Script.ON);

    /**
     * How a page is looked at.
     *
     * @param width the width of the screen, in CSS pixels
     * @param height its height
     * @param percent the size of the browser's font, in percent of the usual one
     * @param dark whether the person prefers dark pages
     */
    public record Screen(int width, int height, int percent, boolean dark) {
        /** The screen of most phones. */
        public static final Screen PHONE = new Screen(390, 844, 100, false);

        /** The smallest phone that is still used, with large letters, at night. */
        public static final Screen SMALL_AND_DARK = new Screen(320, 568, 150, true);

        /** A phone that lies on its side, with the largest letters. */
        public static final Screen ACROSS = new Screen(844, 390, 200, false);
    }

    /** A text on the page: its place in CSS pixels, its colour, and what is below it, if known. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Text(String text, double x, double y, double w, double h, double[] colour, double @Nullable [] ground) {}

    /** What the script in the page has found. */
    record Found(double width, List<Text> texts, List<String> faults) {}

    /**
     * The faults of pages of one kind, below each other under one frame; a picture of those with faults is left in
     * target/screenshots.
     *
     * @param name the name of the picture
     * @param pages the pages, by their names
     */
    public List<String> faults(String name, Map<String, String> pages, Screen screen) {
        List<String> faults = new ArrayList<>();
        List<Map.Entry<String, String>> all = List.copyOf(pages.entrySet());
        for (int from = 0; from < all.size(); from += TOGETHER_MAX) {
            String together = below(all.subList(from, Math.min(from + TOGETHER_MAX, all.size())));
            faults.addAll(measure(name + "-" + from, together, screen));
        }
        return faults;
    }

    private static String below(List<Map.Entry<String, String>> pages) {
        String frame = pages.get(0).getValue();
        String contents = pages.stream()
                .map(page ->
                        content(page.getValue()).replaceFirst("<main", "<main data-page=\"" + page.getKey() + "\""))
                .collect(Collectors.joining());
        return frame.replace(content(frame), contents);
    }

    private static String content(String page) {
        return page.substring(page.indexOf("<main"), page.lastIndexOf("</main>") + "</main>".length());
    }

    private List<String> measure(String name, String html, Screen screen) {
        phone.show(html, screen);
        Found found = read(phone.script(MEASURE));
        byte[] shown = phone.wholePage("");
        BufferedImage ground = picture(phone.wholePage(HIDE_TEXTS));
        List<String> faults = new ArrayList<>(found.faults());
        double scale = ground.getWidth() / found.width();
        for (Text text : found.texts()) {
            double contrast = contrast(text, ground, scale);
            if (contrast < CONTRAST_MIN) {
                faults.add(String.format(Locale.ROOT, "contrast %.2f: %s", contrast, text.text()));
            }
        }
        if (!faults.isEmpty()) {
            TestPhone.leave(name, shown);
        }
        return faults.stream().map(fault -> name + ": " + fault).toList();
    }

    private static Found read(String json) {
        try {
            return JSON.readValue(json, Found.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double contrast(Text text, BufferedImage ground, double scale) {
        List<Double> found = new ArrayList<>();
        double ink = luminance(text.colour());
        if (text.ground() != null) {
            return contrast(ink, luminance(text.ground()));
        }
        for (double y = text.y(); y < text.y() + text.h(); y += STEP) {
            for (double x = text.x(); x < text.x() + text.w(); x += STEP) {
                int column = (int) (x * scale);
                int row = (int) (y * scale);
                if (column >= 0 && row >= 0 && column < ground.getWidth() && row < ground.getHeight()) {
                    int rgb = ground.getRGB(column, row);
                    double behind = luminance(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
                    found.add(contrast(ink, behind));
                }
            }
        }
        found.sort(null);
        return found.isEmpty() ? CONTRAST_MIN : found.get((int) (found.size() * ODD_PIXELS));
    }

    private static double contrast(double ink, double ground) {
        return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    }

    private static double luminance(double... rgb) {
        double[] linear = Arrays.stream(rgb)
                .map(channel -> channel / 255)
                .map(value -> value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    @Override
    public void close() {
        phone.close();
        TestPhone.throwAway();
    }

    private static final String HIDE_TEXTS =
            "* { color: transparent !important; } svg text { fill: transparent !important; }";

    private static final String MEASURE = """
            const texts = [], faults = [], slack = 1.5, width = document.documentElement.clientWidth;
            const inside = (r, box) => r.left >= box.left - slack && r.right <= box.right + slack
              && r.top >= box.top - slack && r.bottom <= box.bottom + slack;
            const clear = colour => /^rgba\\(.*, 0\\)$|^transparent$/.test(colour);
            const surface = element => {
              const style = getComputedStyle(element);
              return style.display !== 'inline' && (style.overflowX !== 'visible' || !clear(style.backgroundColor)
                || style.backgroundImage !== 'none');
            };
            const rgb = colour => (colour.match(/[0-9.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);
            const short = node => (node.parentElement.closest('[data-page]')?.dataset.page ?? '') + ' "'
              + node.data.trim().replace(/\\s+/g, ' ').slice(0, 40) + '"';
            const rangeOf = node => {
              const range = document.createRange();
              range.selectNodeContents(node);
              return range;
            };
            const linesOf = node => [...rangeOf(node).getClientRects()].filter(r => r.width > 1);
            const nodes = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node; node = walker.nextNode();) {
              const element = node.parentElement;
              const unseen = element.closest('script, style, template, .unseen, select');
              if (node.data.trim() && !unseen && element.checkVisibility()) {
                nodes.push(node);
              }
            }
            const boxes = [];
            for (const node of nodes) {
              const element = node.parentElement, svg = element.closest('svg'), style = getComputedStyle(element);
              if (element.matches('.slip .amount:not(.words)') && linesOf(node).length > 1) {
                faults.push('breaks: ' + short(node));
              }
              for (const r of svg ? [element.getBoundingClientRect()] : linesOf(node)) {
                texts.push({text: short(node), x: r.left, y: r.top, w: r.width, h: r.height,
                  colour: rgb(svg ? style.fill : style.color),
                  ground: svg ? rgb(getComputedStyle(element.parentElement.querySelector('path')).fill) : null});
                if (r.left < -slack || r.right > width + slack) faults.push('runs out: ' + short(node));
                if (svg) continue;
                for (let a = element; a && a !== document.body; a = a.parentElement) {
                  if (surface(a) && !inside(r, a.getBoundingClientRect())) {
                    faults.push('leaves .' + a.className + ': ' + short(node));
                    break;
                  }
                }
                for (const other of boxes) {
                  const w = Math.min(r.right, other.r.right) - Math.max(r.left, other.r.left);
                  const h = Math.min(r.bottom, other.r.bottom) - Math.max(r.top, other.r.top);
                  if (other.node !== node && w > 2 && h > Math.min(r.height, other.r.height) * .35) {
                    faults.push('overlaps ' + short(other.node) + ': ' + short(node));
                  }
                }
                boxes.push({r, node});
              }
              if (svg) {
                const path = element.parentElement.querySelector('path');
                const box = element.getBBox(), to = path.getScreenCTM().inverse().multiply(element.getScreenCTM());
                const top = box.y + box.height * .22, bottom = box.y + box.height * .8;
                const end = box.x + box.width;
                for (const [x, y] of [[box.x, top], [end, top], [box.x, bottom], [end, bottom]]) {
                  const corner = new DOMPoint(x, y).matrixTransform(to);
                  if (!path.isPointInFill(corner) || Math.hypot(corner.x, corner.y) < 32) {
                    faults.push('leaves its segment: ' + short(node));
                    break;
                  }
                }
              }
            }
            for (const field of document.querySelectorAll('input:not([type=hidden]), select, button')) {
              const r = field.getBoundingClientRect();
              if (r.width && (r.left < -slack || r.right > width + slack)) {
                faults.push('runs out: ' + field.name + field.className);
              }
            }
            if (document.documentElement.scrollWidth > width + 1) faults.push('is wider than the screen');
            for (const node of nodes) {
              const element = node.parentElement;
              if (element.closest('svg') || !linesOf(node).length) continue;
              element.scrollIntoView({block: 'center', behavior: 'instant'});
              const r = linesOf(node)[0], top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
              if (top && !element.contains(top) && !top.contains(element)) {
                faults.push('is below .' + top.className + ': ' + short(node));
              }
            }
            scrollTo(0, 0);
            return JSON.stringify({width, texts, faults: [...new Set(faults)]});
            """;
}
