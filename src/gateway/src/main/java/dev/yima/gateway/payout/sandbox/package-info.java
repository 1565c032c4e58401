/** The sandbox provider: keeps books like a real one and pays nobody. */
@NullMarked
package dev.yima.gateway.payout.sandbox;

import org.jspecify.annotations.NullMarked;
