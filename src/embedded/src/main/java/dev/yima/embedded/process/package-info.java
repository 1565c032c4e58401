/** Processes, files and ports of the local servers; no server in particular. */
@NullMarked
package dev.yima.embedded.process;

import org.jspecify.annotations.NullMarked;
