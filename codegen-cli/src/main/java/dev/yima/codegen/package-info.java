/** The command line and nothing else: puts the verbs together and turns what came of them into an exit code. */
@NullMarked
package dev.yima.codegen;

import org.jspecify.annotations.NullMarked;
