/** Helvetica as the CLI and the service set it; knows PDFBox's objects and nothing else of Yima. */
@NullMarked
package dev.yima.pdf;

import org.jspecify.annotations.NullMarked;
