/** Where somebody is, as precisely as is known and no more; without asking anybody outside. */
@NullMarked
package dev.yima.gateway.place;

import org.jspecify.annotations.NullMarked;
