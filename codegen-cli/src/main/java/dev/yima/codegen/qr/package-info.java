/** QR symbols (ISO/IEC 18004), fast: the smallest version that holds the text, and the mask that the standard picks. */
@NullMarked
package dev.yima.codegen.qr;

import org.jspecify.annotations.NullMarked;
