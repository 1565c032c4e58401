/** Timelines of single codes for staff; owns no table and writes none. */
@NullMarked
package dev.yima.gateway.insight;

import org.jspecify.annotations.NullMarked;
