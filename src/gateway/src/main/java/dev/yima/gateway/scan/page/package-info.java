/** The page that a printed code opens; looks, never claims by GET. */
@NullMarked
package dev.yima.gateway.scan.page;

import org.jspecify.annotations.NullMarked;
