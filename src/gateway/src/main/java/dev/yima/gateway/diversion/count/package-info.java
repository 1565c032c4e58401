/** Counts scans by case and dealer as scans and movements come; the only writer of counts. */
@NullMarked
package dev.yima.gateway.diversion.count;

import org.jspecify.annotations.NullMarked;
