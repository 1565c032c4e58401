/** Evidence about a case, as JSON and as PDF; reads only. */
@NullMarked
package dev.yima.gateway.diversion.evidence;

import org.jspecify.annotations.NullMarked;
