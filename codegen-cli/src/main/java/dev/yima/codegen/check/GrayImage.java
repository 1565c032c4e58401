package dev.yima.codegen.check;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * The luminance of a picture on white paper.
 *
 * @param pixels a byte a pixel, row by row
 * @param width pixels of a row
 * @param height the number of rows
 */
record GrayImage(byte[] pixels, int width, int height) {
    /** A picture; what is transparent in it is white. */
    static GrayImage of(BufferedImage image) {
        return drawn(image, image.getWidth(), image.getHeight(), new AffineTransform());
    }

    /** A picture that is moved, turned or scaled onto white paper. */
    static GrayImage drawn(BufferedImage image, int width, int height, AffineTransform move) {
        BufferedImage paper = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = paper.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, move, null);
        pen.dispose();
        return new GrayImage(((DataBufferByte) paper.getRaster().getDataBuffer()).getData(), width, height);
    }

    /** The same at half the size: each pixel is the mean of four. */
    GrayImage halved() {
        int halfWidth = Math.max(1, width / 2);
        int halfHeight = Math.max(1, height / 2);
        byte[] half = new byte[halfWidth * halfHeight];
        for (int y = 0; y < halfHeight; y++) {
            int above = 2 * y * width;
            int below = Math.min(2 * y + 1, height - 1) * width;
            for (int x = 0; x < halfWidth; x++) {
                int left = 2 * x;
                int right = Math.min(left + 1, width - 1);
                int sum = (pixels[above + left] & 0xFF)
                        + (pixels[above + right] & 0xFF)
                        + (pixels[below + left] & 0xFF)
                        + (pixels[below + right] & 0xFF);
                half[y * halfWidth + x] = (byte) (sum / 4);
            }
        }
        return new GrayImage(half, halfWidth, halfHeight);
    }

    /** The difference between the brightest and the darkest pixel of a part. */
    int contrast(int left, int top, int partWidth, int partHeight) {
        int darkest = 0xFF;
        int brightest = 0;
        for (int y = top; y < top + partHeight; y++) {
            for (int x = left; x < left + partWidth; x++) {
                int pixel = pixels[y * width + x] & 0xFF;
                darkest = Math.min(darkest, pixel);
                brightest = Math.max(brightest, pixel);
            }
        }
        return brightest - darkest;
    }
}
