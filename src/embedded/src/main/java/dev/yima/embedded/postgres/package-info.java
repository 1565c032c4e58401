/** The PostgreSQL of this machine: unpacked, initialised, started, stopped. */
@NullMarked
package dev.yima.embedded.postgres;

import org.jspecify.annotations.NullMarked;
