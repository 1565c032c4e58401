/** The only code that talks to the server; every wait and every answer is bounded. */
@NullMarked
package dev.yima.codegen.server;

import org.jspecify.annotations.NullMarked;
