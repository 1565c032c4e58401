/** Settings of the service, its clock and its public address. */
@NullMarked
package dev.yima.gateway.platform.config;

import org.jspecify.annotations.NullMarked;
