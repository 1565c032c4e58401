/** Every scan that happened: the only writer and reader of scan rows. */
@NullMarked
package dev.yima.gateway.history;

import org.jspecify.annotations.NullMarked;
