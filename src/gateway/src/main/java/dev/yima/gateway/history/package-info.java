/** All scans of codes; the only writer and reader of the table {@code scan}. */
@NullMarked
package dev.yima.gateway.history;

import org.jspecify.annotations.NullMarked;
