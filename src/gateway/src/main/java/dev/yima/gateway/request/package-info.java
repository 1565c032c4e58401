/** The request behind a scan: visitor, network, origin; decides nothing. */
@NullMarked
package dev.yima.gateway.request;

import org.jspecify.annotations.NullMarked;
