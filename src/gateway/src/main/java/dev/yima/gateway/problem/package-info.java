/** The error answers of this service: RFC 9457 bodies, one type per cause, never a stack trace or class name. */
@NullMarked
package dev.yima.gateway.problem;

import org.jspecify.annotations.NullMarked;
