/** Makes codes: asks the server for a lot and its key, and writes the codes without ever holding the lot in memory. */
@NullMarked
package dev.yima.codegen.mint;

import org.jspecify.annotations.NullMarked;
